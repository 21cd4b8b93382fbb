import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Facts,
  FieldProblem,
  Form,
  FormFoot,
  PageHead,
  Pill,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { AlarmSheet, HoldLine } from './alarm.show.ts';
import { AlarmPill, HoldPill } from './parts.view.tsx';

/** A point out of control: what happened, what it holds, and how it is settled. */
export function AlarmView({ data, ui }: { data: AlarmSheet; ui: Ui }): JSX.Element {
  const { alarm, chart, point } = data;
  return (
    <>
      <PageHead
        over={
          <a href={`/control/charts/${chart.id}`}>
            {chart.number} {chart.title}
          </a>
        }
        title={ui.t('control.alarmTitle', { point: point.seq })}
      >
        <AlarmPill ui={ui} state={alarm.state} />
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('control.point'), value: `#${point.seq}　${chinaTime(point.at)}` },
            { label: chart.quantity, value: `${point.value}${chart.unit === null ? '' : ` ${chart.unit}`}` },
            {
              label: ui.t('control.ruleHead'),
              value: alarm.rules.map((rule) => <div key={rule}>{ui.t(`control.rule.${rule}`)}</div>),
            },
            {
              label: ui.t('control.since'),
              value: alarm.since === '' ? ui.t('control.sinceEver') : chinaTime(alarm.since),
            },
            { label: ui.t('control.by'), value: data.names[point.analyst_id ?? point.recorded_by] },
            { label: ui.t('control.instrument'), value: point.instrument },
            { label: ui.t('field.cause'), value: alarm.cause, wide: true },
            { label: ui.t('field.measures'), value: alarm.measure, wide: true },
            ...(alarm.closed_at === null
              ? []
              : [
                  {
                    label: ui.t('control.closedBy'),
                    value: `${data.names[alarm.closed_by ?? ''] ?? ''} ${chinaTime(alarm.closed_at)}`,
                  },
                ]),
          ]}
        />
      </Card>
      {alarm.state === 'open' && data.why.length === 0 && data.back ? (
        <ReleaseForm data={data} ui={ui} />
      ) : (
        <>
          <Card title={ui.t('control.held')} flush>
            <HoldTable data={data} ui={ui} />
          </Card>
          {alarm.state === 'open' ? (
            <Card title={ui.t('control.release')}>
              <div class="move-why">
                {data.why.map((reason) => (
                  <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
                ))}
                {data.back ? null : <p>{lookUp(ui.lang, 'refusal.hold.still-out')}</p>}
              </div>
            </Card>
          ) : null}
        </>
      )}
    </>
  );
}

const verdicts = ['released', 'retest'] as const;

function ReleaseForm({ data, ui }: { data: AlarmSheet; ui: Ui }): JSX.Element {
  const open = data.holds.filter(({ state }) => state === 'open');
  return (
    <Form ui={ui} action={`/control/alarms/${data.id}/release`} version={data.version}>
      <Card title={ui.t('control.held')} flush>
        <HoldTable data={data} ui={ui} choose={(line) => <Choice line={line} n={open.indexOf(line)} ui={ui} />} />
      </Card>
      <Card title={ui.t('control.release')}>
        <p class="mb-3">{ui.t('control.releaseLead')}</p>
        <div class="fields-grid">
          <TextArea ui={ui} name="cause" label={ui.t('field.cause')} required />
          <TextArea ui={ui} name="measures" label={ui.t('field.measures')} required />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('control.releaseDo')}</button>
        </FormFoot>
      </Card>
    </Form>
  );
}

/** 放行 or 复测 for one held result. */
function Choice({ line, n, ui }: { line: HoldLine; n: number; ui: Ui }): JSX.Element {
  if (line.state !== 'open') return <HoldPill ui={ui} state={line.state} />;
  const name = `verdicts.${n}.holdVerdict`;
  const chosen = ui.value(name);
  return (
    <>
      <input type="hidden" name={`verdicts.${n}.hold`} value={line.id} />
      <select
        class="form-select form-select-sm"
        id={`f-${name.replaceAll('.', '-')}`}
        name={name}
        aria-label={`${ui.t('field.holdVerdict')} ${line.sampleNumber} ${line.item[ui.lang]}`}
        required
      >
        <option value="">{ui.t('field.choose')}</option>
        {verdicts.map((verdict) => (
          <option key={verdict} value={verdict} selected={chosen === verdict}>
            {ui.t(`control.hold.${verdict}`)}
          </option>
        ))}
      </select>
      {ui.problem(name) ? <FieldProblem text={ui.problem(name) ?? ''} /> : null}
    </>
  );
}

function HoldTable({
  data,
  ui,
  choose,
}: {
  data: AlarmSheet;
  ui: Ui;
  choose?: (line: HoldLine) => JSX.Element;
}): JSX.Element {
  return (
    <DataTable<HoldLine>
      ui={ui}
      caption={ui.t('control.held')}
      rows={data.holds}
      rowKey={(row) => row.id}
      href={(row) => `/tests/${row.test}`}
      empty={ui.t('control.nothingHeld')}
      total={data.holds.length}
      columns={[
        { key: 'sample', head: ui.t('control.sample'), cell: (row) => row.sampleNumber },
        { key: 'product', head: ui.t('field.productName'), wrap: true, cell: (row) => row.product },
        { key: 'item', head: ui.t('control.item'), wrap: true, cell: (row) => row.item[ui.lang] },
        { key: 'result', head: ui.t('control.result'), cell: (row) => row.result ?? '—' },
        { key: 'analyst', head: ui.t('control.by'), cell: (row) => row.analyst },
        {
          key: 'at',
          head: ui.t('control.signedAt'),
          cell: (row) => (row.submittedAt === null ? '—' : chinaTime(row.submittedAt)),
        },
        {
          key: 'state',
          head: ui.t('field.holdVerdict'),
          cell: (row) => (
            <>
              {choose ? choose(row) : <HoldPill ui={ui} state={row.state} />}
              {row.reported ? <Pill tone="orange" shape="!" word={ui.t('control.reported')} /> : null}
            </>
          ),
        },
      ]}
    />
  );
}
