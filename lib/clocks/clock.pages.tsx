import type { JSX } from 'preact';
import { refuse } from '../core/refusal.ts';
import { may } from '../kernel/access.ts';
import { page, post } from '../kernel/routes.ts';
import { pauseKinds } from '../kernel/rules.ts';
import { boolean, date, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { decode } from '../kernel/tables.ts';
import type { ClockPause, ClockRow, Extension } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { Card, DateField, Facts, Form, FormFoot, PageHead, SelectField, TextField, type Ui } from '../ui/index.ts';
import { type ExtendInput, extend, type PauseInput, pause, type ResumeInput, resume } from './change.ts';
import { clockLine } from './list.pages.tsx';
import { ClockDue } from './list.view.tsx';
import { type ClockLine, linesOf, ownClocks } from './rows.ts';

interface ClockSheet {
  line: ClockLine;
  version: number;
  event: string;
  amount: number;
  unit: string;
  confidence: string;
  allowed: string[];
  extension: { amount: number; approval: string } | null;
  pauses: ClockPause[];
  extensions: Extension[];
  doneOn: string | null;
  mayChange: boolean;
}

/** @throws Refusal `record.missing`, also for a clock of another authority */
async function showClock(query: Query, { id: clockId }: { id: string }): Promise<ClockSheet> {
  const found: object | undefined = await ownClocks(query.db, query.user).where({ id: clockId }).first();
  if (!found) return refuse('record.missing', { what: clockId }, undefined, 'missing');
  const row = decode<ClockRow>('clocks', found);
  const [line] = await linesOf(query, [row]);
  if (!line) return refuse('record.missing', { what: clockId }, undefined, 'missing');
  const { confidence, pauses, extension }: Partial<ClockRow['snapshot']> = row.snapshot;
  return {
    line,
    version: row.version,
    event: row.event,
    amount: row.amount,
    unit: row.unit,
    confidence: confidence ?? '',
    allowed: pauses ?? [],
    extension: extension ?? null,
    pauses: row.pauses,
    extensions: row.extensions,
    doneOn: row.done_on,
    mayChange: may(query.user.roles, 'clock.write'),
  };
}

const pauseShape = object({ kind: oneOf(...pauseKinds), from: date, to: date, reason: long }, [
  'kind',
  'from',
  'reason',
]);
const extensionShape = object({ amount: integer, approvedBy: text(), document: text(), on: date }, [
  'amount',
  'approvedBy',
  'document',
  'on',
]);
const sheet = {
  line: clockLine,
  version: integer,
  event: text(),
  amount: integer,
  unit: text(),
  confidence: text(),
  allowed: list(text()),
  extension: { anyOf: [object({ amount: integer, approval: text() }, ['amount', 'approval']), { type: 'null' }] },
  pauses: list(pauseShape),
  extensions: list(extensionShape),
  doneOn: nullable(date),
  mayChange: boolean,
};

export const clockPage = page<{ id: string }, ClockSheet>({
  name: 'clock.show',
  path: '/clocks/:id',
  needs: 'clock.read',
  input: object({ id }, ['id']),
  answer: object(sheet, Object.keys(sheet)),
  load: showClock,
  title: ({ line }, ui) => line.title[ui.lang],
  view: (data, ui) => <ClockView data={data} ui={ui} />,
});

function ClockView({ data, ui }: { data: ClockSheet; ui: Ui }): JSX.Element {
  const { line, amount, unit, pauses, extensions } = data;
  const told = [
    ...pauses.map(({ kind, from, to, reason }) =>
      ui.t(to === undefined ? 'clock.pausedFrom' : 'clock.pausedFromTo', {
        kind: lookUp(ui.lang, `clock.pause.${kind}`),
        from,
        to: to ?? '',
        reason,
      }),
    ),
    ...extensions.map((one) => ui.t('clock.extendedBy', { ...one, unit: lookUp(ui.lang, `clock.unit.${unit}`) })),
  ];
  return (
    <>
      <PageHead title={line.title[ui.lang]} over={line.rule} note={<a href={line.href}>{line.about}</a>}>
        <ClockDue row={line} ui={ui} />
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('clock.startedOn'), value: line.startedOn },
            { label: ui.t('clock.term'), value: `${amount} ${lookUp(ui.lang, `clock.unit.${unit}`)}` },
            { label: ui.t('clock.dueOn'), value: line.clockState === 'paused' ? '' : line.dueOn },
            { label: ui.t('field.state'), value: lookUp(ui.lang, `clock.state.${line.clockState}`) },
            { label: ui.t('clock.owner'), value: lookUp(ui.lang, `role.${line.ownerRole}`) },
            { label: ui.t('clock.doneOn'), value: data.doneOn },
            { label: ui.t('clock.basis'), value: line.basis, wide: true },
            {
              label: ui.t('clock.confidence'),
              value: data.confidence && lookUp(ui.lang, `clock.confidence.${data.confidence}`),
            },
            {
              label: ui.t('clock.history'),
              value: told.length > 0 ? told.join('；') : ui.t('clock.noHistory'),
              wide: true,
            },
          ]}
        />
        {line.provisional ? <p class="note">{ui.t('clock.provisional')}</p> : null}
      </Card>
      {data.mayChange ? <Changes data={data} ui={ui} /> : null}
    </>
  );
}

/** What the rule allows to be done to the clock now; nothing is offered that it does not. */
function Changes({ data, ui }: { data: ClockSheet; ui: Ui }): JSX.Element | null {
  const { line, version, allowed, extension } = data;
  const at = `/clocks/${line.id}`;
  if (line.clockState === 'paused')
    return (
      <Card title={ui.t('clock.resume')}>
        <Form ui={ui} action={`${at}/resume`} version={version}>
          <DateField ui={ui} name="pauseTo" label={ui.t('field.pauseTo')} required />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('clock.resume')}</button>
          </FormFoot>
        </Form>
      </Card>
    );
  if (line.clockState !== 'running') return null;
  return (
    <>
      {allowed.length > 0 ? (
        <Card title={ui.t('clock.pauseIt')}>
          <Form ui={ui} action={`${at}/pause`} version={version}>
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="pauseKind"
                label={ui.t('field.pauseKind')}
                width="half"
                required
                options={allowed.map((value) => ({ value, label: lookUp(ui.lang, `clock.pause.${value}`) }))}
              />
              <DateField ui={ui} name="pauseFrom" label={ui.t('field.pauseFrom')} width="half" required />
              <TextField ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={500} />
            </div>
            <FormFoot>
              <button class="btn">{ui.t('clock.pauseIt')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
      {extension && data.extensions.length === 0 ? (
        <Card title={ui.t('clock.extend')}>
          <p class="mb-3">
            {ui.t('clock.extendLead', {
              most: extension.amount,
              unit: lookUp(ui.lang, `clock.unit.${data.unit}`),
              by: extension.approval,
            })}
          </p>
          <Form ui={ui} action={`${at}/extend`} version={version}>
            <div class="fields-grid">
              <TextField
                ui={ui}
                name="extensionAmount"
                label={ui.t('field.extensionAmount')}
                width="third"
                required
                maxLength={4}
              />
              <TextField
                ui={ui}
                name="approvedBy"
                label={ui.t('field.approvedBy')}
                width="third"
                required
                maxLength={100}
              />
              <DateField ui={ui} name="approvedOn" label={ui.t('field.approvedOn')} width="third" required />
              <TextField
                ui={ui}
                name="approvalDocument"
                label={ui.t('field.approvalDocument')}
                required
                maxLength={200}
              />
            </div>
            <FormFoot>
              <button class="btn">{ui.t('clock.extend')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

const changed = object({ id, version: integer }, ['id', 'version']);
const done = ({ id: clockId, version }: ClockRow) => ({ id: clockId, version });
const named = { id, version: integer };
const line = (max = 200) => ({ type: 'string', minLength: 2, maxLength: max });

export const pausePost = post<PauseInput, { id: string; version: number }>({
  name: 'clock.pause',
  path: '/clocks/:id/pause',
  needs: 'clock.write',
  versioned: true,
  input: object({ ...named, pauseKind: oneOf(...pauseKinds), pauseFrom: date, reason: line(500) }, [
    'id',
    'version',
    'pauseKind',
    'pauseFrom',
    'reason',
  ]),
  answer: changed,
  run: async (act, input) => done(await pause(act, input)),
  then: (clock) => `/clocks/${clock.id}`,
  on: clockPage,
});

export const resumePost = post<ResumeInput, { id: string; version: number }>({
  name: 'clock.resume',
  path: '/clocks/:id/resume',
  needs: 'clock.write',
  versioned: true,
  input: object({ ...named, pauseTo: date }, ['id', 'version', 'pauseTo']),
  answer: changed,
  run: async (act, input) => done(await resume(act, input)),
  then: (clock) => `/clocks/${clock.id}`,
  on: clockPage,
});

export const extendPost = post<ExtendInput, { id: string; version: number }>({
  name: 'clock.extend',
  path: '/clocks/:id/extend',
  needs: 'clock.write',
  versioned: true,
  input: object(
    { ...named, extensionAmount: integer, approvedBy: line(100), approvalDocument: line(), approvedOn: date },
    ['id', 'version', 'extensionAmount', 'approvedBy', 'approvalDocument', 'approvedOn'],
  ),
  answer: changed,
  run: async (act, input) => done(await extend(act, input)),
  then: (clock) => `/clocks/${clock.id}`,
  on: clockPage,
});
