import { refuse } from '../core/refusal.ts';
import { file } from '../kernel/routes.ts';
import { boolean, id, object } from '../kernel/shapes.ts';
import { list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { writeSheet, XLSX } from '../sheets/index.ts';
import { columns, sheetColumns, stateWord, wayWord, yesWord } from './columns.ts';
import { standingOn, traces } from './due.ts';
import type { InstrumentLabel } from './label.pdf.ts';
import { limitText } from './limits.ts';
import type { EventRow, InstrumentRow } from './rows.ts';
import { eventOf, eventsOf, instrumentOf, instrumentsOf, namesOf } from './store.ts';

const byId = object({ id }, ['id']);

/** The ledger as a workbook that can be imported again, or an empty one to fill in. */
export const ledgerFile = file<{ template?: boolean }>({
  name: 'equipment.export',
  path: '/instruments/ledger.xlsx',
  needs: 'equipment.read',
  input: object({ template: boolean }),
  load: async ({ db }, { template = false }) => {
    const rows = template ? [] : await instrumentsOf(db);
    const events = template ? [] : await list<EventRow>(db, 'instrument_events', { state: 'confirmed' }, 'done_on');
    const last = new Map(events.map((event) => [event.instrument_id, event]));
    const body = await writeSheet({
      name: t('zh', 'nav.equipment'),
      lists: t('zh', 'equipment.lists'),
      columns: sheetColumns(),
      rows: rows.map((row) => cellsOf(row, last.get(row.id))),
    });
    return { body, type: XLSX, name: `${t('zh', 'nav.equipment')}.xlsx` };
  },
  event: () => ({ entity: 'instruments', id: 'export' }),
});

function cellsOf(row: InstrumentRow, last: EventRow | undefined): string[] {
  const words: Record<string, string> = {
    traceability: wayWord(row.traceability),
    mandatory: yesWord(row.mandatory === 1),
    state: stateWord(row.state),
    serves: row.serves.join('、'),
    done_on: last?.done_on ?? '',
    certificate_no: last?.certificate_no ?? '',
    unit: last?.unit ?? '',
  };
  const plain: Record<string, unknown> = { ...row };
  return columns.map(({ key }) => words[key] ?? String(plain[key] ?? ''));
}

/** 状态标识 with the colour and the word of today. @throws Refusal `equipment.missing`, `equipment.no-label` before it is in use */
export const labelFile = file<{ id: string }>({
  name: 'equipment.label',
  path: '/instruments/:id/label',
  needs: 'equipment.read',
  input: byId,
  load: async (query, input) => {
    const { instrumentLabelsPdf } = await import('./label.pdf.ts');
    const label = await labelOf(query, input.id);
    const meta = { author: (await readInstitute(query.db))?.name ?? '', created: query.now };
    const body = await instrumentLabelsPdf([label], meta);
    return { body, type: 'application/pdf', name: `label-${label.number}.pdf`, inline: true };
  },
  event: (input) => ({ entity: 'instruments', id: input.id }),
});

async function labelOf({ db, today }: Query, instrumentId: string): Promise<InstrumentLabel> {
  const row = await instrumentOf(db, instrumentId);
  const { standing, why } = standingOn(row, today);
  if (standing === 'grey') return refuse('equipment.no-label', { state: stateWord(row.state) }, undefined, 'conflict');
  const events = await eventsOf(db, instrumentId);
  const last = events
    .filter((event) => event.state === 'confirmed' && traces(row, event))
    .sort((a, b) => (a.done_on < b.done_on ? -1 : 1))
    .at(-1);
  const names = await namesOf(db, [last?.confirmed_by ?? null]);
  const cause = why ? t('zh', `equipment.why.${why}`) : row.cause && lookUp('zh', `equipment.cause.${row.cause}`);
  return {
    number: row.number,
    name: row.name,
    standing,
    doneOn: last?.done_on ?? null,
    validTo: row.due_on,
    confirmedBy: names.get(last?.confirmed_by ?? '') ?? null,
    remark: standing === 'yellow' ? (row.limits ?? []).map(limitText).join('；') : standing === 'red' ? cause : null,
  };
}

/** A certificate as it was added. @throws Refusal `equipment.missing` */
export const certificateFile = file<{ id: string }>({
  name: 'equipment.certificate',
  path: '/instrument-events/:id/file',
  needs: 'equipment.read',
  input: byId,
  load: async ({ app, db }, input) => {
    const { file: kept } = await eventOf(db, input.id);
    const body = kept && app.files.get(kept.hash);
    if (!kept || !body) return refuse('equipment.missing', {}, undefined, 'missing');
    return { body, type: kept.type, name: kept.name, inline: true, immutable: true };
  },
});
