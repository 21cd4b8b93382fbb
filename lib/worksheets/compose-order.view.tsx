import type { JSX } from 'preact';
import { Card, type Column, chinaTime, DataTable, Facts, Form, PageHead, StateText, type Ui } from '../ui/index.ts';
import { End, More } from './compose-more.view.tsx';
import type { Order, OrderLine } from './compose-order.ts';
import { Kind } from './compose-parts.view.tsx';
import { RunPill } from './list.parts.tsx';

/** 编排: the rows of a run in their order, what more can go in, and the end of the run. */
export function OrderView({ data, ui }: { data: Order; ui: Ui }): JSX.Element {
  const { run, names, rows, moves } = data;
  const base = `/runs/${data.id}`;
  const canCompose = moves.some(({ move, obstacles }) => move === 'compose' && obstacles.length === 0);
  const samples = rows.filter(({ kind }) => kind === 'sample').length;
  return (
    <>
      <PageHead
        over={<a href="/runs">{ui.t('run.title')}</a>}
        title={`${run.number} ${run.title}`}
        note={ui.t('run.orderLead')}
      >
        <RunPill ui={ui} state={run.state} />
        <a class="btn btn-primary btn-next" href={base}>
          {ui.t('run.toSheet')}
        </a>
        <a class="btn" href={`${base}/record.pdf`}>
          {ui.t('run.record')}
        </a>
      </PageHead>
      <Card>
        <Facts
          line
          facts={[
            { label: ui.t('run.method'), value: run.method[ui.lang] },
            { label: ui.t('field.analyst'), value: names[run.analyst_id] ?? '' },
            { label: ui.t('field.members'), value: run.members.map((id) => names[id] ?? '').join('、') },
            { label: ui.t('field.instrument'), value: run.instrument },
            { label: ui.t('field.roomCode'), value: run.room },
            {
              label: ui.t('run.sequence'),
              value: run.sequence ? `${shown(run.sequence.from)} ~ ${shown(run.sequence.to)}` : null,
            },
            { label: ui.t('run.samples'), value: String(samples) },
            { label: ui.t('run.controls'), value: String(rows.length - samples) },
            { label: ui.t('run.created'), value: chinaTime(run.created_at) },
            { label: ui.t('field.note'), value: run.note },
          ]}
        />
      </Card>
      {canCompose ? <ScanMore base={base} ui={ui} /> : null}
      <Card title={ui.t('run.places')} flush>
        <DataTable
          ui={ui}
          caption={ui.t('run.places')}
          rows={rows}
          rowKey={(row) => row.id}
          empty={ui.t('run.noRows')}
          total={rows.length}
          columns={[
            ...lineColumns(ui),
            ...(canCompose
              ? [
                  {
                    key: 'out',
                    head: ui.t('run.takeOut'),
                    cell: (row: OrderLine) => <TakeOut base={base} row={row} ui={ui} />,
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {canCompose ? <More data={data} base={base} ui={ui} /> : null}
      <Card title={ui.t('run.end')} id="end">
        <End data={data} base={base} ui={ui} />
      </Card>
      {data.gone.length > 0 ? (
        <Card title={ui.t('run.gone')} flush>
          <DataTable
            ui={ui}
            caption={ui.t('run.gone')}
            rows={data.gone}
            rowKey={(row) => row.id}
            empty={ui.t('table.empty')}
            columns={[
              ...lineColumns(ui),
              { key: 'at', head: ui.t('run.goneAt'), cell: (row) => chinaTime(row.removed_at ?? '') },
              { key: 'by', head: ui.t('run.goneBy'), cell: (row) => row.removed?.by ?? '—' },
              { key: 'why', head: ui.t('field.reason'), cell: (row) => row.removed?.reason ?? '—', wrap: true },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}

const shown = (time: string): string => time.replace('T', ' ');

const lineColumns = (ui: Ui): Column<OrderLine>[] => [
  { key: 'position', head: ui.t('run.position'), numeric: true, cell: (row) => row.position },
  { key: 'kind', head: ui.t('run.kindHead'), cell: (row) => <Kind ui={ui} kind={row.kind} /> },
  {
    key: 'label',
    head: ui.t('run.label'),
    cell: (row) =>
      row.test ? (
        <a href={`/tests/${row.test.id}`}>{row.test.number}</a>
      ) : (
        [row.label, row.of === null ? '' : `(${ui.t('run.ofPosition', { position: row.of })})`, row.lot ?? '']
          .filter(Boolean)
          .join(' ')
      ),
  },
  {
    key: 'product',
    head: ui.t('run.product'),
    wrap: true,
    cell: (row) => (row.test ? `${row.test.product_name} ${row.test.batch_no}` : '—'),
  },
  { key: 'item', head: ui.t('run.item'), wrap: true, cell: (row) => row.test?.title ?? '—' },
  {
    key: 'state',
    head: ui.t('field.state'),
    cell: (row) => (row.test ? <StateText ui={ui} state={row.test.state} /> : verdictText(ui, row)),
  },
];

const verdictText = (ui: Ui, { verdict }: OrderLine): string =>
  verdict === null ? '—' : ui.t(verdict === 'ok' ? 'run.ok' : 'run.notOk');

/** One scan after the other: each lands in the run, and the field waits for the next. */
function ScanMore({ base, ui }: { base: string; ui: Ui }): JSX.Element {
  return (
    <Card>
      <Form ui={ui} action={`${base}/rows`} draft="off">
        <label class="form-label" for="f-codes">
          {ui.t('run.scanMore')}
        </label>
        <div class="with-unit">
          <input
            id="f-codes"
            class="form-control"
            name="codes"
            required
            autocomplete="off"
            autofocus
            data-scan-into
            data-scan-submit
            value={ui.value('codes')}
          />
          <button class="btn">{ui.t('run.add')}</button>
        </div>
      </Form>
    </Card>
  );
}

function TakeOut({ base, row, ui }: { base: string; row: OrderLine; ui: Ui }): JSX.Element {
  return (
    <details class="move-reason">
      <summary class="btn btn-sm" aria-label={ui.t('run.takeOutOf', { position: row.position })}>
        {ui.t('run.takeOut')}…
      </summary>
      <Form ui={ui} action={`${base}/removals`} draft="off" class="move-form">
        <input type="hidden" name="row" value={row.id} />
        <input
          class="form-control"
          name="reason"
          required
          minLength={2}
          aria-label={ui.t('field.reason')}
          placeholder={ui.t('field.reason')}
        />
        <button class="btn btn-sm">{ui.t('run.takeOut')}</button>
      </Form>
    </details>
  );
}
