import type { ComponentChildren, JSX } from 'preact';
import {
  Card,
  Empty,
  type Fact,
  Facts,
  Form,
  FormFoot,
  Island,
  PageHead,
  Pill,
  TextField,
  type Ui,
  WeighDesk,
} from '../ui/index.ts';
import type { SheetAnswer } from './sheet.ts';
import { SheetGrid } from './sheet-grid.view.tsx';
import { SharedGrid } from './sheet-shared.view.tsx';

const scriptKeys = [
  'sheet.script.toSubmission',
  'sheet.script.changes',
  'sheet.script.outside',
  'sheet.script.pasteTitle',
  'sheet.script.pasteSamples',
  'sheet.script.pasteAll',
  'sheet.script.left',
  'sheet.script.online',
  'sheet.script.offline',
  'sheet.script.kept',
  'sheet.script.nothingToUndo',
  'sheet.script.troubles',
  'sheet.script.changedByOther',
  'sheet.script.missing',
  'sheet.script.problem',
  'sheet.script.conforms',
  'sheet.script.fails',
  'sheet.script.undecided',
  'sheet.script.undoneBefore',
] as const;

const wordsOf = (ui: Ui): string =>
  JSON.stringify(Object.fromEntries(scriptKeys.map((key) => [key.slice('sheet.script.'.length), ui.t(key)])));

const looks = {
  open: { tone: 'blue', shape: '●' },
  finished: { tone: 'green', shape: '✔' },
  dropped: { tone: 'grey', shape: '✕' },
} as const;

/** The sheet of a run: what is read once, the grid, and at the foot what is saved and what may be signed. `acts`: links of the head. */
export function SheetView({ data, ui, acts }: { data: SheetAnswer; ui: Ui; acts?: ComponentChildren }): JSX.Element {
  const { run, rows } = data;
  return (
    <>
      <PageHead
        title={run.title}
        over={
          <>
            <a href="/runs">{ui.t('nav.runs')}</a> {run.number}
          </>
        }
      >
        <Pill {...looks[run.state]} word={ui.t(`sheet.state.${run.state}`)} />
        {acts}
        <a class="btn" href={`/runs/${data.id}/order`}>
          {ui.t(run.state === 'open' ? 'run.toOrder' : 'run.places')}
        </a>
      </PageHead>
      <section class="panel record-head">
        <Facts line facts={factsOf(data, ui)} />
      </section>
      {data.closed && <p class="problems tone-amber">{ui.t(`sheet.${data.closed}`)}</p>}
      {rows.length === 0 ? (
        <section class="panel">
          <Empty text={ui.t('sheet.empty')} />
        </section>
      ) : (
        <Sheet data={data} ui={ui} />
      )}
    </>
  );
}

function factsOf({ run, names, formTitle }: SheetAnswer, ui: Ui): Fact[] {
  const members = run.members.map((id) => names[id] ?? '').filter(Boolean);
  return [
    { label: ui.t('testing.method'), value: run.method[ui.lang] },
    { label: ui.t('sheet.form'), value: formTitle[ui.lang] },
    { label: ui.t('sheet.analyst'), value: names[run.analyst_id] },
    ...(members.length > 0 ? [{ label: ui.t('sheet.members'), value: members.join('、') }] : []),
    ...(run.instrument ? [{ label: ui.t('sheet.instrument'), value: run.instrument }] : []),
    ...(run.sequence
      ? [
          {
            label: ui.t('sheet.sequence'),
            value: `${run.sequence.from.replace('T', ' ')} – ${run.sequence.to.replace('T', ' ')}`,
          },
        ]
      : []),
    ...(run.note ? [{ label: ui.t('field.note'), value: run.note, wide: true }] : []),
  ];
}

function Sheet({ data, ui }: { data: SheetAnswer; ui: Ui }): JSX.Element {
  return (
    <div
      class="sheet bench"
      data-sheet={data.id}
      data-seen={String(data.seen)}
      data-words={wordsOf(ui)}
      data-open={data.closed ? undefined : ''}
    >
      <Form ui={ui} action={`/runs/${data.id}/readings`} class="sheet-form" draft="off">
        {data.closed ? null : (
          <noscript>
            <p class="problems tone-amber">{ui.t('sheet.noScript')}</p>
          </noscript>
        )}
        <SharedGrid data={data} ui={ui} />
        <div class="sheet-bar" aria-live="off">
          <span class="sheet-where" data-where>
            {ui.t('sheet.bar')}
          </span>
          <div class="sheet-formula" data-formula role="region" aria-label={ui.t('sheet.formula')}>
            <span class="quiet">{ui.t('sheet.pick')}</span>
          </div>
          <button type="button" class="btn btn-sm" data-origin-toggle aria-expanded="false">
            {ui.t('sheet.showOrigin')}
          </button>
        </div>
        <div class="sheet-body">
          <SheetGrid data={data} ui={ui} />
          <aside class="sheet-origin" data-origin hidden aria-label={ui.t('sheet.origin')}>
            <p class="quiet">{ui.t('sheet.pick')}</p>
          </aside>
        </div>
        <ul class="sheet-troubles" data-troubles hidden aria-live="polite" />
        {data.closed ? null : <SaveAll data={data} ui={ui} />}
      </Form>
      <div class="bench-foot">
        <span class="sheet-net" data-net />
        <span class="bench-status" role="status" data-status />
        <button type="button" class="icon-button" data-keys aria-label={ui.t('sheet.keys')} title={ui.t('sheet.keys')}>
          ?
        </button>
        {ui.may('run.write') ? (
          <a class={data.ready > 0 ? 'btn btn-primary' : 'btn'} href={`/runs/${data.id}/submission`} data-submission>
            {ui.t('sheet.script.toSubmission', { count: data.ready })}
          </a>
        ) : null}
      </div>
      <Island ui={ui} name="sheet" />
      {data.columns.some(({ mass }) => mass) ? <WeighDesk ui={ui} balances={data.balances} /> : null}
    </div>
  );
}

/** Without script the whole sheet goes with one button; what stood there when it was opened goes along, so that nothing is overwritten unseen. */
function SaveAll({ data, ui }: { data: SheetAnswer; ui: Ui }): JSX.Element {
  return (
    <noscript>
      <input type="hidden" name="shown" value={shownOf(data)} />
      <Card>
        <TextField ui={ui} name="reason" label={ui.t('sheet.reason')} hint={ui.t('sheet.reasonHelp')} />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('sheet.saveAll')}</button>
        </FormFoot>
      </Card>
    </noscript>
  );
}

/** What every cell that can be typed in shows, as JSON: `{row: {field: text}}`; empty cells count as shown empty. */
function shownOf({ rows, columns, shared, sharedValues }: SheetAnswer): string {
  const lines = rows
    .filter(({ readOnly }) => !readOnly)
    .map(({ id, kind, fields, values }) => {
      const names = kind === 'sample' ? columns.map(({ field }) => field) : fields.map(({ field }) => field);
      return [id, Object.fromEntries(names.map((field) => [field, values[field] ?? '']))] as const;
    });
  const common = shared.flatMap((one) => one.columns.map(({ field }) => [field, sharedValues[field] ?? ''] as const));
  return JSON.stringify(Object.fromEntries([...lines, ['shared', Object.fromEntries(common)]]));
}
