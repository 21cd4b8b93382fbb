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
  Pill,
  StateText,
  Tabs,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { NonconformityLine, NonconformityList, NonconformitySheet } from './nonconformities.ts';
import type { NonconformityRow } from './rows.ts';

const looks = {
  open: { tone: 'red', shape: '▲' },
  handled: { tone: 'amber', shape: '◷' },
  closed: { tone: 'green', shape: '✔' },
  dropped: { tone: 'grey', shape: '✕' },
} as const;

function WorkPill({ ui, state }: { ui: Ui; state: NonconformityRow['state'] }): JSX.Element {
  return <Pill {...looks[state]} word={ui.t(`nonconformity.state.${state}`)} />;
}

function Reports({ row, ui }: { row: NonconformityLine; ui: Ui }): JSX.Element {
  if (row.reports.length === 0) return <span class="quiet">{ui.t('equipment.impact.noReport')}</span>;
  return (
    <>
      {row.reports.map(({ id, number, state }) => (
        <div key={id}>
          {ui.may('report.read') ? <a href={`/reports/${id}`}>{number}</a> : number} <StateText ui={ui} state={state} />
        </div>
      ))}
    </>
  );
}

/** 不符合工作: tests to repeat and reports to correct, until another person closed each. */
export function NonconformitiesView({ data, ui }: { data: NonconformityList; ui: Ui }): JSX.Element {
  const href = (state: string, after?: string) => `/nonconformities?state=${state}${after ? `&after=${after}` : ''}`;
  return (
    <>
      <PageHead
        over={ui.may('equipment.read') ? <a href="/instruments">{ui.t('nav.equipment')}</a> : undefined}
        title={ui.t('nonconformity.title')}
        note={ui.t('nonconformity.lead')}
      />
      <Tabs
        label={ui.t('field.state')}
        tabs={data.counts.map(({ state, count }) => ({
          href: href(state),
          label: ui.t(`nonconformity.state.${state}`),
          active: state === data.state,
          count,
        }))}
      />
      <Card flush>
        <DataTable<NonconformityLine>
          ui={ui}
          caption={ui.t('nonconformity.title')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/nonconformities/${row.id}`}
          empty={ui.t('nonconformity.none')}
          next={data.next === null ? undefined : href(data.state, data.next)}
          columns={[
            { key: 'number', head: ui.t('nonconformity.number'), cell: (row) => row.number },
            { key: 'asks', head: ui.t('nonconformity.asks'), cell: (row) => ui.t(`equipment.impact.${row.asks}`) },
            { key: 'sample', head: ui.t('equipment.sampleNo'), cell: (row) => row.sample_no },
            { key: 'product', head: ui.t('report.product'), cell: (row) => row.product, wrap: true, deskOnly: true },
            { key: 'item', head: ui.t('equipment.item'), cell: (row) => row.item, wrap: true },
            { key: 'report', head: ui.t('equipment.impact.report'), cell: (row) => <Reports row={row} ui={ui} /> },
            { key: 'instrument', head: ui.t('nav.equipment'), cell: (row) => row.instrument },
            { key: 'raised', head: ui.t('nonconformity.raised'), cell: (row) => chinaTime(row.raised_on).slice(0, 10) },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <WorkPill ui={ui} state={row.state} /> },
          ]}
        />
      </Card>
    </>
  );
}

/** One piece of nonconforming work: what led to it, what was done, and who closed it. */
export function NonconformityView({ data, ui }: { data: NonconformitySheet; ui: Ui }): JSX.Element {
  const { line, instrument, event } = data;
  const named = (name: string, at: string | null) => [name, at && chinaTime(at)].filter(Boolean).join(' ') || null;
  return (
    <>
      <PageHead
        over={<a href={`/nonconformities?state=${line.state}`}>{ui.t('nonconformity.title')}</a>}
        title={`${line.number} ${ui.t(`equipment.impact.${line.asks}`)}`}
        note={`${line.sample_no} ${line.product}`}
      >
        <WorkPill ui={ui} state={line.state} />
      </PageHead>
      <Card title={ui.t('nonconformity.origin')}>
        <Facts
          facts={[
            { label: ui.t('nonconformity.test'), value: <a href={`/tests/${line.test_id}`}>{line.item}</a> },
            { label: ui.t('equipment.impact.report'), value: <Reports row={line} ui={ui} /> },
            {
              label: ui.t('nav.equipment'),
              value: <a href={`/instruments/${instrument.id}`}>{`${instrument.number} ${instrument.name}`}</a>,
            },
            {
              label: ui.t('equipment.impact.event'),
              value: (
                <a href={`/instruments/${instrument.id}/impact?event=${event.id}`}>
                  {`${event.done_on} ${ui.t(`equipment.way.${event.kind}`)}`}
                </a>
              ),
            },
            { label: ui.t('equipment.impact.reason'), value: line.reason, wide: true },
            { label: ui.t('nonconformity.raised'), value: named(data.raiser, line.raised_on) },
          ]}
        />
      </Card>
      <Card title={ui.t('nonconformity.course')}>
        <Facts
          facts={[
            { label: ui.t('field.measure'), value: data.measure ?? ui.t('nonconformity.noMeasure'), wide: true },
            { label: ui.t('nonconformity.handler'), value: named(line.handler, data.handled_at) },
            ...(data.remark ? [{ label: ui.t('field.remark'), value: data.remark, wide: true }] : []),
            { label: ui.t('nonconformity.closer'), value: named(data.closer, data.closed_at) },
          ]}
        />
      </Card>
      <Acts data={data} ui={ui} />
    </>
  );
}

function Acts({ data, ui }: { data: NonconformitySheet; ui: Ui }): JSX.Element | null {
  const at = `/nonconformities/${data.line.id}`;
  const move = (name: string) => data.moves.find((one) => one.move === name);
  const closing = move('close');
  if (move('handle'))
    return (
      <Card title={ui.t('nonconformity.handle')}>
        <Form ui={ui} action={`${at}/measure`} version={data.version}>
          <TextArea
            ui={ui}
            name="measure"
            label={ui.t('field.measure')}
            hint={ui.t(`nonconformity.hint.${data.line.asks}`)}
            rows={3}
            maxLength={2000}
            width="full"
            required
          />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('nonconformity.handleAct')}</button>
          </FormFoot>
        </Form>
      </Card>
    );
  if (!closing) return null;
  return (
    <Card title={ui.t('nonconformity.decide')}>
      {closing.obstacles.length > 0 ? (
        closing.obstacles.map((reason) => (
          <p key={reason.id} class="quiet">
            {reasonText(ui.lang, reason)}
          </p>
        ))
      ) : (
        <Form ui={ui} action={`${at}/decision`} version={data.version}>
          <TextArea
            ui={ui}
            name="remark"
            label={ui.t('field.remark')}
            hint={ui.t('nonconformity.remarkHint')}
            rows={2}
            maxLength={2000}
            width="full"
          />
          <FormFoot>
            <button class="btn" name="decision" value="reopen">
              {ui.t('nonconformity.reopen')}
            </button>
            <button class="btn btn-primary" name="decision" value="close">
              {ui.t('nonconformity.close')}
            </button>
          </FormFoot>
        </Form>
      )}
    </Card>
  );
}
