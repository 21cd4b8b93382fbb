import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  DateField,
  Due,
  type Fact,
  Facts,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  Steps,
  TextArea,
  Timeline,
  type Ui,
} from '../ui/index.ts';
import { ACCEPT } from './files.ts';
import type { RiskMove } from './machine.ts';
import { LevelPill, RiskPill } from './marks.tsx';
import type { RiskSheet } from './risk-list.ts';
import { riskStates } from './rows.ts';

/** One risk: entry, measures, progress, 销号. */
export function RiskView({ data, ui }: { data: RiskSheet; ui: Ui }): JSX.Element {
  const { row } = data;
  const at = riskStates.indexOf(row.state);
  return (
    <>
      <PageHead
        over={<a href="/signals/risks">{ui.t('signal.section.risks')}</a>}
        title={`${row.number} ${[row.product_name, row.producer].filter(Boolean).join(' · ') || (row.region ?? '')}`}
        note={
          <>
            <LevelPill ui={ui} level={row.level} /> <RiskPill ui={ui} state={row.state} />{' '}
            {row.term && row.due_on ? <Due ui={ui} date={row.due_on} {...row.term} /> : null}
          </>
        }
      />
      <Steps
        label={ui.t('risk.progress')}
        steps={riskStates.map((state, i) => ({
          ...{ id: state, label: ui.t(`risk.state.${state}`) },
          state: i <= at ? ('done' as const) : i === at + 1 ? ('now' as const) : ('todo' as const),
        }))}
      />
      <Card title={ui.t('risk.entry')}>
        <Facts facts={factsOf(data, ui)} />
      </Card>
      <Measures data={data} ui={ui} />
      {data.moves.map(({ move, obstacles }) =>
        move === 'work' ? null : (
          <Card key={move} title={ui.t(`risk.act.${move}`)} id={move}>
            {obstacles.length > 0 ? (
              obstacles.map((reason) => (
                <p key={reason.id} class="mb-0">
                  {reasonText(ui.lang, reason)}
                </p>
              ))
            ) : (
              <MoveForm move={move} data={data} ui={ui} />
            )}
          </Card>
        ),
      )}
      <Card title={ui.t('risk.course')}>
        <Timeline
          ui={ui}
          empty={ui.t('risk.noCourse')}
          entries={[...data.steps].reverse().map((step) => ({
            ...{
              id: step.id,
              at: step.created_at,
              title: `${ui.t(`risk.step.${step.move as 'list'}`)} ${step.on_day}`,
              by: step.by,
            },
            detail: (
              <>
                <p class="mb-1">{step.words}</p>
                {step.file ? <a href={`/signals/risk-files/${step.id}`}>{step.file.name}</a> : null}
              </>
            ),
            tone: step.move === 'reopen' ? ('orange' as const) : ('grey' as const),
          }))}
        />
      </Card>
    </>
  );
}

function factsOf({ row, signal, names, case: own }: RiskSheet, ui: Ui): Fact[] {
  return [
    { label: ui.t('field.riskText'), value: row.words, wide: true },
    {
      label: ui.t('risk.column.source'),
      value: signal ? (
        <a href={`/signals/alerts/${signal.id}`}>{signal.number}</a>
      ) : own ? (
        <a href={`/cases/${own.id}`}>{own.number}</a>
      ) : (
        ui.t(`risk.source.${row.source}`)
      ),
    },
    { label: ui.t('field.productClass'), value: ui.t(`class.${row.product_class}`) },
    { label: ui.t('risk.field.productName'), value: row.product_name },
    { label: ui.t('risk.field.producer'), value: row.producer },
    { label: ui.t('risk.field.region'), value: row.region },
    { label: ui.t('risk.listed'), value: `${row.listed_on} ${names[row.listed_by] ?? ''}` },
    ...(row.closed_on === null
      ? []
      : [{ label: ui.t('risk.column.closedOn'), value: `${row.closed_on} ${names[row.closed_by ?? ''] ?? ''}` }]),
    ...(row.reopened > 0 ? [{ label: ui.t('risk.reopened'), value: String(row.reopened) }] : []),
  ];
}

function Measures({ data: { measures }, ui }: { data: RiskSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('risk.measures')} id="measures">
      {measures.length === 0 ? <p class="quiet mb-0">{ui.t('risk.noMeasures')}</p> : null}
      {measures.map((measure) => (
        <section key={measure.id} class="mb-3">
          <p class="mb-1">
            <strong>{measure.words}</strong>
          </p>
          <p class="mb-1 quiet">
            {ui.t('risk.measureOf', { owner: measure.owner, due: measure.due_on, round: measure.round })}{' '}
            {measure.term ? <Due ui={ui} date={measure.due_on} {...measure.term} /> : null}
          </p>
          {measure.state === 'done' ? (
            <p class="mb-0">{`✔ ${measure.done_on ?? ''} ${measure.outcome ?? ''}`}</p>
          ) : measure.mine ? (
            <details class="more">
              <summary>{ui.t('risk.finish')}</summary>
              <Form
                ui={ui}
                action={`/signals/measures/${measure.id}/outcome`}
                version={measure.version}
                files
                draft={`measure-${measure.id}`}
              >
                <div class="fields-grid mb-3">
                  <DateField
                    ui={ui}
                    name="doneOn"
                    label={ui.t('field.doneOn')}
                    value={ui.today}
                    max={ui.today}
                    required
                    width="third"
                  />
                  <TextArea
                    ui={ui}
                    name="outcome"
                    label={ui.t('field.outcome')}
                    rows={3}
                    maxLength={2000}
                    required
                    width="full"
                  />
                  <Proof ui={ui} />
                </div>
                <FormFoot>
                  <button class="btn btn-primary">{ui.t('risk.finish')}</button>
                </FormFoot>
              </Form>
            </details>
          ) : null}
        </section>
      ))}
    </Card>
  );
}

const Proof = ({ ui, required = false }: { ui: Ui; required?: boolean }): JSX.Element => (
  <FileField
    ui={ui}
    name="file"
    label={ui.t('risk.proof')}
    hint={ui.t('risk.proofHint')}
    accept={ACCEPT}
    required={required}
    width="half"
  />
);

const paths = { plan: 'measures', note: 'progress', close: 'closing', reopen: 'reopening' } as const;
const texts = { plan: 'measureText', note: 'progressText', close: 'closingText', reopen: 'reopenText' } as const;

function MoveForm({ move, data, ui }: { move: Exclude<RiskMove, 'work'>; data: RiskSheet; ui: Ui }): JSX.Element {
  const { row, people } = data;
  const path = `/signals/risks/${row.id}/${paths[move]}`;
  return (
    <Form
      ui={ui}
      action={path}
      version={row.version}
      files={move === 'note' || move === 'close'}
      draft={`risk-${row.id}-${move}`}
    >
      <div class="fields-grid mb-3">
        <TextArea
          ui={ui}
          name={texts[move]}
          label={ui.t(`field.${texts[move]}`)}
          rows={3}
          maxLength={2000}
          required
          width="full"
        />
        {move === 'plan' ? (
          <>
            <SelectField
              ui={ui}
              name="handlerId"
              label={ui.t('field.handlerId')}
              required
              width="third"
              options={people.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <DateField ui={ui} name="dueOn" label={ui.t('field.dueOn')} min={ui.today} required width="third" />
          </>
        ) : null}
        {move === 'note' || move === 'close' ? <Proof ui={ui} required={move === 'close'} /> : null}
      </div>
      <FormFoot>
        <button class={move === 'close' ? 'btn btn-primary' : 'btn'}>{ui.t(`risk.act.${move}`)}</button>
      </FormFoot>
    </Form>
  );
}
