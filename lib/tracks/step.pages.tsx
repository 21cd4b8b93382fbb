import { refuse } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, object, text, upload } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { MEGABYTES } from './files.ts';
import { headOf, type TrackHead } from './head.ts';
import { type RegisterLine, registerLines } from './lines.ts';
import { at, dataInput, headAnswer } from './pages.tsx';
import type { FieldValues, SectionName } from './rows.ts';
import { type FieldRule, type Register, trackRules, type Words } from './rules.ts';
import type { At } from './sections.ts';
import { StepView } from './step.view.tsx';
import { type StepInput, takeStep } from './steps.ts';
import { knownTrack, type Registers, registersOf } from './store.ts';

/** The form of an act on a register. */
export interface StepSheet extends TrackHead {
  step: string;
  ref: string;
  section: SectionName;
  of: Register;
  title: Words;
  fields: FieldRule[];
  goods: FieldRule[];
  line: RegisterLine | null;
  /** Of the row, or of the track where the act begins one. */
  rowVersion: number;
  data: FieldValues;
}

interface Asked extends At {
  step: string;
  ref: string;
}

const asked = {
  ...at,
  step: { type: 'string', pattern: '^[a-z-]{1,40}$' },
  ref: { type: 'string', pattern: '^(new|[0-9A-HJKMNP-TV-Z]{26})$' },
};
const askedKeys = ['caseId', 'id', 'step', 'ref'];

async function showStep(query: Query, input: Asked): Promise<StepSheet> {
  const known = await knownTrack(query, input.caseId, input.id);
  const rules = trackRules(query.app);
  const rule = rules.steps.find(({ id: own }) => own === input.step);
  if (!rule) return refuse('record.missing', { what: input.step }, undefined, 'missing');
  const registers = await registersOf(query.db, input.id);
  const line = registerLines(rules, registers, rule.of, query.user.lang).find((one) => one.id === input.ref) ?? null;
  if (input.ref !== 'new' && line === null) return refuse('record.missing', { what: input.ref }, undefined, 'missing');
  return {
    ...(await headOf(query, known)),
    ...{ step: rule.id, ref: input.ref, section: rule.section, of: rule.of, title: rule.title, fields: rule.fields },
    ...{ goods: rules.goods, line, rowVersion: line?.version ?? known.track.version },
    data: proposed(rule.id, known.track.unit_name, known.row.batch_no, registers, query.user.name),
  };
}

/** What is known already and can be changed: the party, the goods that were seized. */
function proposed(
  step: string,
  unit: string,
  batch: string,
  { seizures, penalties }: Registers,
  name: string,
): FieldValues {
  if (step === 'case-file') return { party: unit };
  if (step !== 'transfer') return {};
  const goods = seizures
    .filter(({ decision }) => decision !== 'release')
    .map((row) => ({
      ...{ name: row.goods, batch, amount: row.amount, unit: row.unit, place: row.place, keeper: row.keeper },
      ...(row.seal_no && { sealNo: row.seal_no }),
    }));
  const articles = penalties.at(-1)?.articles;
  return { party: penalties.at(-1)?.party ?? unit, officer1: name, ...(articles && { articles }), goods };
}

export const stepPage = page<Asked, StepSheet>({
  name: 'track.step-form',
  path: '/cases/:caseId/tracks/:id/steps/:step/:ref',
  needs: 'case.read',
  input: object(asked, askedKeys),
  answer: object(
    {
      ...headAnswer,
      ...{ step: text(), ref: text(), section: text(), of: text(), title: anyObject, fields: list(anyObject) },
      ...{
        goods: list(anyObject),
        line: { anyOf: [anyObject, { type: 'null' }] },
        rowVersion: integer,
        data: anyObject,
      },
    },
    ['id', 'step', 'ref', 'section', 'of', 'title', 'fields', 'goods', 'line', 'rowVersion', 'data'],
  ),
  load: showStep,
  title: (data, ui) => `${data.title[ui.lang]} ${data.caseNumber}`,
  view: (data, ui) => <StepView data={data} ui={ui} />,
});

interface Taken {
  id: string;
  version: number;
  section: string;
  of: string;
}

export const stepPost = post<Omit<StepInput, 'ref'> & { ref: string }, Taken>({
  name: 'track.step',
  path: '/cases/:caseId/tracks/:id/steps/:step/:ref',
  needs: 'track.fill',
  upload: MEGABYTES,
  input: object({ ...asked, version: integer, data: dataInput, file: upload(MEGABYTES) }, [...askedKeys, 'version']),
  answer: object({ id, version: integer, section: text(), of: text() }, ['id', 'version', 'section', 'of']),
  run: async (act, { ref, ...input }) => {
    const data = input.data ?? {};
    const { row, rule } = await takeStep(act, { ...input, data, ...(ref !== 'new' && { ref }) });
    return { id: row.id, version: row.version, section: rule.section, of: rule.of };
  },
  then: (row, input) => `/cases/${input.caseId}/tracks/${input.id}/sections/${row.section}#${row.of}`,
  on: stepPage,
});
