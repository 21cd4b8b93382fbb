import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Facts,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  Shape,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { SettlementRow } from './qc-machine.ts';
import type { HeldRun, QcLine, RunQuality } from './qc-show.ts';
import type { QcOutcome } from './rows.ts';

const decisions = ['stands', 'bracket', 'repeat'] as const;

/** What a figure came to, as shape and word. */
export function QcMark({ ok, ui }: { ok: boolean | null; ui: Ui }): JSX.Element {
  const [name, word, tone] =
    ok === null
      ? (['○', 'run-qc.open', 'none'] as const)
      : ok
        ? (['✔', 'run-qc.ok', 'conforms'] as const)
        : (['▲', 'run-qc.not-ok', 'fails'] as const);
  return (
    <span class={`verdict verdict-${tone}`}>
      <Shape name={name} /> {ui.t(word)}
    </span>
  );
}

/** The quality control of a run on its sheet: every row by every rule, with its figures. */
export function QcPanel({ data, ui, link }: { data: RunQuality; ui: Ui; link?: boolean }): JSX.Element {
  const lines = data.lines.flatMap((line) =>
    line.judged.length === 0 ? [{ line }] : line.judged.map((judged) => ({ line, judged })),
  );
  return (
    <Card title={ui.t('run-qc.title')} flush>
      {data.open.length > 0 ? (
        <p class="problems tone-orange">
          {ui.t('run-qc.holds', { rows: data.open.length, held: data.held })}
          {link ? (
            <>
              {' '}
              <a href={`/runs/${data.id}/quality`}>{ui.t('run-qc.toSettle')}</a>
            </>
          ) : null}
        </p>
      ) : null}
      {link && data.open.length === 0 ? <Decided data={data} ui={ui} /> : null}
      <DataTable<(typeof lines)[number] & { judged?: QcOutcome['judged'][number] }>
        ui={ui}
        caption={ui.t('run-qc.title')}
        rows={lines}
        rowKey={(row) => `${row.line.row}-${row.judged?.rule.field ?? ''}-${row.judged?.bound ?? ''}`}
        empty={ui.t('run-qc.none')}
        emptyAct={ui.may('run.write') ? { href: `/runs/${data.id}/order`, label: ui.t('run.places') } : undefined}
        total={lines.length}
        columns={[
          { key: 'row', head: ui.t('run-qc.row'), cell: ({ line }) => placeText(line, ui) },
          { key: 'kind', head: ui.t('run-qc.kind'), cell: ({ line }) => ui.t(`run-qc.kind.${line.kind}`) },
          { key: 'figure', head: ui.t('run-qc.figure'), wrap: true, cell: ({ judged }) => figureText(judged, ui) },
          { key: 'bound', head: ui.t('run-qc.bound'), cell: ({ judged }) => judged?.bound ?? '—' },
          {
            key: 'verdict',
            head: ui.t('run-qc.verdict'),
            cell: ({ judged }) => (judged ? <QcMark ok={judged.ok} ui={ui} /> : ui.t('run-qc.noRule')),
          },
        ]}
      />
    </Card>
  );
}

/** On the sheet: what somebody decided about rows that were not met. */
function Decided({ data, ui }: { data: RunQuality; ui: Ui }): JSX.Element | null {
  const last = data.settlements.findLast(({ state }) => state === 'settled');
  if (!last?.decision) return null;
  return (
    <p class="panel-lead">
      <a href={`/runs/${data.id}/quality`}>{ui.t('run-qc.settled')}</a> {ui.t(`run-qc.decision.${last.decision}`)}{' '}
      {data.names[last.settled_by ?? ''] ?? ''} {last.settled_at === null ? '' : chinaTime(last.settled_at)}
    </p>
  );
}

const placeText = ({ row, position, label, removed }: QcLine, ui: Ui): string =>
  row === null ? ui.t('run-qc.curve') : `${position} ${label}${removed ? ` ${ui.t('run-qc.removed')}` : ''}`;

function figureText(judged: QcOutcome['judged'][number] | undefined, ui: Ui): string {
  if (!judged) return '—';
  const why = judged.why ? reasonText(ui.lang, judged.why) : '';
  return [judged.words, why].filter((one) => one !== '').join('　');
}

/** The page on which somebody else settles what was not met. */
export function RunQualityView({ data, ui }: { data: RunQuality; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={
          <a href={`/runs/${data.id}`}>
            {data.number} {data.title}
          </a>
        }
        title={ui.t('run-qc.title')}
      />
      <QcPanel data={data} ui={ui} />
      {data.open.length > 0 ? <Settle data={data} ui={ui} /> : null}
      {data.settlements
        .filter(({ state }) => state === 'settled')
        .map((one) => (
          <Settled key={one.id} row={one} names={data.names} ui={ui} />
        ))}
    </>
  );
}

function Settle({ data, ui }: { data: RunQuality; ui: Ui }): JSX.Element {
  if (data.why.length > 0)
    return (
      <Card title={ui.t('run-qc.settle')}>
        <div class="move-why">
          {data.why.map((reason) => (
            <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
          ))}
        </div>
      </Card>
    );
  return (
    <Form ui={ui} action={`/runs/${data.id}/settlement`} version={data.version}>
      <Card title={ui.t('run-qc.settle')}>
        <p class="mb-3">{ui.t('run-qc.settleLead')}</p>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="settleDecision"
            label={ui.t('field.settleDecision')}
            options={decisions.map((value) => ({ value, label: ui.t(`run-qc.decision.${value}`) }))}
            required
          />
          <TextArea ui={ui} name="cause" label={ui.t('field.cause')} required />
          <TextArea ui={ui} name="measures" label={ui.t('field.measures')} required />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('run-qc.settleDo')}</button>
        </FormFoot>
      </Card>
    </Form>
  );
}

function Settled({ row, names, ui }: { row: SettlementRow; names: Record<string, string>; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('run-qc.settled')}>
      <Facts
        facts={[
          { label: ui.t('field.settleDecision'), value: row.decision ? ui.t(`run-qc.decision.${row.decision}`) : '' },
          {
            label: ui.t('run-qc.settledBy'),
            value: `${names[row.settled_by ?? ''] ?? ''} ${row.settled_at === null ? '' : chinaTime(row.settled_at)}`,
          },
          { label: ui.t('run-qc.again'), value: String(row.tests.length) },
          {
            label: ui.t('run-qc.about'),
            wide: true,
            value: row.failing.map(({ position, label, words, bound }) => (
              <div key={`${position}${bound}`}>{[`${position} ${label}`, words || '—', bound].join('　')}</div>
            )),
          },
          { label: ui.t('field.cause'), value: row.cause, wide: true },
          { label: ui.t('field.measures'), value: row.measure, wide: true },
        ]}
      />
    </Card>
  );
}

/** The runs whose results wait for their quality control. */
export function HeldRunsView({ runs, ui }: { runs: readonly HeldRun[]; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.heldRuns')} />
      <Card flush>
        <DataTable<HeldRun>
          ui={ui}
          caption={ui.t('nav.heldRuns')}
          rows={runs}
          rowKey={(row) => row.id}
          href={(row) => `/runs/${row.id}/quality`}
          empty={ui.t('run-qc.noneHeld')}
          total={runs.length}
          columns={[
            { key: 'number', head: ui.t('run-qc.run'), cell: (row) => row.number },
            { key: 'title', head: ui.t('run-qc.runTitle'), wrap: true, cell: (row) => row.title },
            { key: 'failed', head: ui.t('run-qc.not-ok'), cell: (row) => String(row.failed) },
            { key: 'open', head: ui.t('run-qc.open'), cell: (row) => String(row.unjudged) },
            { key: 'held', head: ui.t('run-qc.heldResults'), cell: (row) => String(row.held) },
            {
              key: 'since',
              head: ui.t('run-qc.since'),
              cell: (row) => (row.since === null ? '—' : chinaTime(row.since)),
            },
          ]}
        />
      </Card>
    </>
  );
}
