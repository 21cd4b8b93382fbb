import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  Counts,
  DataTable,
  Empty,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SelectField,
  StateText,
  Tabs,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { DoubtHead, ImpactLine, ImpactList, Shown } from './impact.ts';
import { type Judgement, judgements } from './rows.ts';

interface Asked {
  event?: string | undefined;
  show?: Shown;
  after?: string;
  ticked?: string;
}

function hrefOf({ instrument, doubt, show }: ImpactList, over: Asked): string {
  const asked = { event: doubt?.id, show, ...over };
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return `/instruments/${instrument.id}/impact?${new URLSearchParams(pairs).toString()}`;
}

const looks = {
  unaffected: { tone: 'green', shape: '✔' },
  retest: { tone: 'amber', shape: '◔' },
  amend: { tone: 'red', shape: '!' },
} as const;

function JudgementPill({ ui, judgement }: { ui: Ui; judgement: Judgement | null }): JSX.Element {
  if (judgement === null) return <Pill tone="violet" shape="◑" word={ui.t('equipment.impact.unjudged')} />;
  return <Pill {...looks[judgement]} word={ui.t(`equipment.impact.${judgement}`)} />;
}

/** What a bad calibration puts in doubt: every test since the last good check, and the judgement of each. */
export function ImpactView({ data, ui }: { data: ImpactList; ui: Ui }): JSX.Element {
  const { instrument, doubt, counts } = data;
  const back = `/instruments/${instrument.id}`;
  return (
    <>
      <PageHead
        over={<a href={back}>{`${instrument.number} ${instrument.name}`}</a>}
        title={ui.t('equipment.impact')}
        note={doubt ? <DoubtNote doubt={doubt} ui={ui} /> : null}
      />
      {doubt === null ? (
        <Empty text={ui.t('equipment.impact.nothing')} act={{ href: back, label: ui.t('equipment.impact.back') }} />
      ) : (
        <>
          {data.doubts.length > 1 ? <DoubtTabs data={data} ui={ui} /> : null}
          <Counts
            counts={(['unjudged', ...judgements] as const).map((one) => ({
              label: ui.t(`equipment.impact.${one}`),
              value: counts[one],
              href: hrefOf(data, { show: one }),
              ...(one === 'unjudged' && counts.unjudged > 0 && { tone: 'late' as const }),
            }))}
          />
          <ShowTabs data={data} ui={ui} />
          <Lines data={data} ui={ui} />
        </>
      )}
    </>
  );
}

function DoubtNote({ doubt, ui }: { doubt: DoubtHead; ui: Ui }): JSX.Element {
  const { from, to } = doubt;
  return (
    <>
      <a href={`/instrument-events/${doubt.id}`}>
        {`${doubt.done_on} ${ui.t(`equipment.way.${doubt.kind}`)} ${doubt.certificate_no ?? ''}`.trim()}
      </a>
      <span>{doubt.conclusion ? ui.t(`equipment.conclusion.${doubt.conclusion}`) : null}</span>
      <span>
        {from === null ? ui.t('equipment.impact.sinceEver', { to }) : ui.t('equipment.impact.since', { from, to })}
      </span>
      {doubt.remark ? <span>{doubt.remark}</span> : null}
    </>
  );
}

function DoubtTabs({ data, ui }: { data: ImpactList; ui: Ui }): JSX.Element {
  return (
    <Tabs
      label={ui.t('equipment.impact.event')}
      tabs={data.doubts.map(({ id, done_on, conclusion }) => ({
        href: hrefOf(data, { event: id, show: 'unjudged' }),
        label: `${done_on} ${conclusion ? ui.t(`equipment.conclusion.${conclusion}`) : ''}`,
        active: id === data.doubt?.id,
      }))}
    />
  );
}

function ShowTabs({ data, ui }: { data: ImpactList; ui: Ui }): JSX.Element {
  const { counts, show } = data;
  return (
    <Tabs
      label={ui.t('equipment.impact.judgement')}
      tabs={(['unjudged', ...judgements, 'all'] as const).map((one) => ({
        href: hrefOf(data, { show: one }),
        label: ui.t(`equipment.impact.${one}`),
        active: one === show,
        count: one === 'all' ? counts.total : counts[one],
      }))}
    />
  );
}

/** The lines; for who may judge with ticks and the form beneath, for who recorded the calibration with the reason why not. */
function Lines({ data, ui }: { data: ImpactList; ui: Ui }): JSX.Element {
  const { doubt, lines, obstacles } = data;
  const may = ui.may('equipment.confirm') && obstacles.length === 0 && lines.length > 0;
  const table = <LineTable data={data} ui={ui} tick={may} />;
  if (!may || doubt === null)
    return (
      <>
        {ui.may('equipment.confirm')
          ? obstacles.map((reason) => (
              <p key={reason.id} class="quiet">
                {reasonText(ui.lang, reason)}
              </p>
            ))
          : null}
        {table}
      </>
    );
  return (
    <Form ui={ui} action={`/instruments/${data.instrument.id}/impact`} draft="off" class="form form-wide">
      <input type="hidden" name="event" value={doubt.id} />
      <input type="hidden" name="show" value={data.show} />
      {data.after === null ? null : <input type="hidden" name="after" value={data.after} />}
      {table}
      <Card title={ui.t('equipment.impact.judgeChosen')} id="judge">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="judgement"
            label={ui.t('equipment.impact.judgement')}
            options={judgements.map((one) => ({ value: one, label: ui.t(`equipment.impact.${one}`) }))}
            width="third"
            required
          />
          <TextArea
            ui={ui}
            name="reason"
            label={ui.t('equipment.impact.reason')}
            hint={ui.t('equipment.impact.reasonHint')}
            rows={2}
            maxLength={2000}
            width="full"
            required
          />
        </div>
      </Card>
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('equipment.impact.judge')}</button>
        <a class="btn" href={hrefOf(data, { ticked: data.ticked ? 'false' : 'true', ...placeOf(data) })}>
          {ui.t(data.ticked ? 'equipment.impact.tickNone' : 'equipment.impact.tickAll', { count: lines.length })}
        </a>
      </FormFoot>
    </Form>
  );
}

/** The page of the list that is on the screen. */
const placeOf = ({ after }: ImpactList): { after?: string } => (after === null ? {} : { after });

function LineTable({ data, ui, tick }: { data: ImpactList; ui: Ui; tick: boolean }): JSX.Element {
  const { counts, show } = data;
  return (
    <DataTable<ImpactLine>
      ui={ui}
      caption={ui.t('equipment.impact')}
      rows={data.lines}
      rowKey={(row) => row.test_id}
      href={(row) => `/tests/${row.test_id}`}
      tone={(row) => (row.verdict === 'fails' ? 'fails' : undefined)}
      empty={ui.t(show === 'unjudged' ? 'equipment.impact.allJudged' : 'equipment.impact.none')}
      emptyAct={{ href: hrefOf(data, { show: 'all' }), label: ui.t('equipment.impact.all') }}
      first={placeOf(data).after === undefined ? undefined : hrefOf(data, {})}
      next={data.next === null ? undefined : hrefOf(data, { after: data.next })}
      total={show === 'all' ? counts.total : counts[show]}
      columns={[
        { key: 'item', head: ui.t('equipment.item'), cell: (row) => row.item, wrap: true },
        { key: 'batch', head: ui.t('equipment.impact.batch'), cell: (row) => <Batch row={row} />, wrap: true },
        { key: 'result', head: ui.t('field.result'), cell: (row) => row.result ?? '—' },
        {
          key: 'verdict',
          head: ui.t('field.verdict'),
          cell: (row) => (row.verdict ? <StateText ui={ui} state={row.verdict} /> : '—'),
        },
        { key: 'report', head: ui.t('equipment.impact.report'), cell: (row) => <Reports row={row} ui={ui} /> },
        {
          key: 'day',
          head: ui.t('equipment.impact.day'),
          cell: (row) => (row.from === row.to ? row.from : `${row.from} ~ ${row.to}`),
        },
        {
          key: 'judgement',
          head: ui.t('equipment.impact.judgement'),
          wrap: true,
          cell: (row) => <Judged row={row} ui={ui} />,
        },
        ...(tick
          ? [
              {
                key: 'tick',
                head: ui.t('equipment.impact.choose'),
                cell: (row: ImpactLine) => <Tick row={row} ui={ui} ticked={data.ticked} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function Batch({ row }: { row: ImpactLine }): JSX.Element {
  return (
    <>
      <span class="text-nowrap">{row.sample_no}</span>
      <br />
      <span class="quiet">{`${row.product} ${row.batch}`}</span>
    </>
  );
}

function Reports({ row, ui }: { row: ImpactLine; ui: Ui }): JSX.Element {
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

function Judged({ row, ui }: { row: ImpactLine; ui: Ui }): JSX.Element {
  return (
    <div>
      <JudgementPill ui={ui} judgement={row.judgement} />
      {row.judgement === null ? null : <div class="quiet">{`${row.reason}（${row.by}）`}</div>}
    </div>
  );
}

function Tick({ row, ui, ticked }: { row: ImpactLine; ui: Ui; ticked: boolean }): JSX.Element {
  const value = `${row.test_id}_${row.version}`;
  return (
    <label class="check">
      <input
        class="form-check-input"
        type="checkbox"
        name="lines"
        value={value}
        checked={ui.ticked('lines', value, ticked)}
        aria-label={`${row.sample_no} ${row.item}`}
      />
      <span class="visually-hidden">{ui.t('equipment.impact.choose')}</span>
    </label>
  );
}
