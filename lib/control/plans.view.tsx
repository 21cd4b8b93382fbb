import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  DataTable,
  DateField,
  Form,
  FormFoot,
  Moves,
  PageHead,
  Pill,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { criterionKinds } from './judge.ts';
import { ControlTabs, LinePill, options, PlanPill } from './parts.view.tsx';
import type { LineAnswer, PlanLine, PlanSheet, Plans } from './plans.show.ts';
import { lineStates, methods } from './rows.ts';

/** The plans, the newest year first. */
export function PlansView({ data, ui }: { data: Plans; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('control.plans')} note={ui.t('control.plansLead')} />
      <ControlTabs ui={ui} at="plans" />
      <Card flush>
        <DataTable<PlanLine>
          ui={ui}
          caption={ui.t('control.plans')}
          rows={data.plans}
          rowKey={(row) => row.plan.id}
          href={(row) => `/control/plans/${row.plan.id}`}
          empty={ui.t(ui.may('internal.write') ? 'control.noPlans' : 'control.noPlansYet')}
          columns={[
            { key: 'number', head: ui.t('control.number'), cell: (row) => row.plan.number },
            { key: 'year', head: ui.t('field.planYear'), cell: (row) => row.plan.year },
            { key: 'title', head: ui.t('field.planTitle'), cell: (row) => row.plan.title, wrap: true },
            {
              key: 'state',
              head: ui.t('control.stateHead'),
              cell: (row) => <PlanPill ui={ui} state={row.plan.state} />,
            },
            ...lineStates
              .filter((state) => state !== 'dropped')
              .map((state) => ({
                key: state,
                head: ui.t(`control.line.${state}`),
                numeric: true,
                cell: (row: PlanLine) => row.counts[state],
              })),
            { key: 'author', head: ui.t('control.author'), cell: (row) => row.author },
          ]}
        />
      </Card>
      {ui.may('internal.write') ? (
        <Card title={ui.t('control.newPlan')} id="new">
          <Form ui={ui} action="/control/plans" draft="off">
            <div class="fields-grid">
              <TextField
                ui={ui}
                name="planYear"
                label={ui.t('field.planYear')}
                value={String(data.year)}
                required
                width="third"
              />
              <TextField
                ui={ui}
                name="planTitle"
                label={ui.t('field.planTitle')}
                value={ui.t('control.planTitleDefault', { year: data.year })}
                required
                width="half"
              />
            </div>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('control.openPlan')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

/** A plan: its lines, what it does not cover, and its way to approval. */
export function PlanView({ data, ui }: { data: PlanSheet; ui: Ui }): JSX.Element {
  const { plan } = data;
  const isDraft = plan.state === 'draft' && ui.may('internal.write');
  return (
    <>
      <PageHead
        over={<a href="/control/plans">{ui.t('control.plans')}</a>}
        title={`${plan.number} ${plan.title}`}
        note={ui.t('control.planPeople', {
          author: data.names[plan.author_id] ?? '',
          by: data.names[plan.decided_by ?? ''] ?? '—',
        })}
      >
        <PlanPill ui={ui} state={plan.state} />
        <a class="btn" href={`/control/plans/${data.id}/plan.xlsx`}>
          {ui.t('control.export')}
        </a>
      </PageHead>
      {plan.returned_reason === null ? null : (
        <p class="problems tone-orange">{ui.t('control.returnedWhy', { reason: plan.returned_reason })}</p>
      )}
      {data.uncovered.length > 0 ? <Uncovered data={data} ui={ui} isDraft={isDraft} /> : null}
      <Card title={ui.t('control.lines')} flush>
        <DataTable<LineAnswer>
          ui={ui}
          caption={ui.t('control.lines')}
          rows={data.lines}
          rowKey={(row) => row.line.id}
          href={(row) => `/control/lines/${row.line.id}`}
          empty={ui.t('control.noLines')}
          total={data.lines.length}
          tone={(row) => (row.late ? 'late' : row.line.state === 'not-ok' ? 'fails' : undefined)}
          columns={[
            { key: 'code', head: ui.t('field.parameterCode'), cell: (row) => row.code },
            { key: 'name', head: ui.t('control.item'), wrap: true, cell: (row) => row.name[ui.lang] },
            {
              key: 'method',
              head: ui.t('field.watchMethod'),
              cell: (row) => ui.t(`control.method.${row.line.method}`),
            },
            { key: 'on', head: ui.t('field.plannedOn'), cell: (row) => row.line.planned_on },
            {
              key: 'criterion',
              head: ui.t('control.criterion'),
              wrap: true,
              cell: (row) => ui.t(`control.criterion.${row.line.criterion.kind}`),
            },
            { key: 'person', head: ui.t('field.responsible'), cell: (row) => row.responsible || '—' },
            {
              key: 'remark',
              head: ui.t('field.note'),
              wrap: true,
              cell: (row) => row.line.remark ?? '—',
              deskOnly: true,
            },
            {
              key: 'state',
              head: ui.t('control.stateHead'),
              cell: (row) => (
                <>
                  <LinePill ui={ui} state={row.line.state} />
                  {row.late ? <Pill tone="orange" shape="!" word={ui.t('state.late')} /> : null}
                  {row.anomaly !== null && row.anomaly !== 'closed' ? (
                    <Pill tone="red" shape="!" word={ui.t('control.anomalyOpen')} />
                  ) : null}
                </>
              ),
            },
          ]}
        />
      </Card>
      {isDraft ? <LineForm data={data} ui={ui} /> : null}
      {data.moves.length > 0 ? (
        <Card title={ui.t('control.decision')}>
          <Moves
            ui={ui}
            moves={data.moves.map(({ move, obstacles }) => ({
              move,
              label: ui.t(
                move === 'propose'
                  ? 'control.planMove.propose'
                  : move === 'approve'
                    ? 'control.planMove.approve'
                    : move === 'return'
                      ? 'control.planMove.return'
                      : 'control.planMove.drop',
              ),
              obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)),
              action: `/control/plans/${data.id}/state`,
              version: data.version,
              fields: { planMove: move },
              reason: move === 'return' || move === 'drop',
              kind:
                move === 'drop' ? ('danger' as const) : move === 'return' ? ('plain' as const) : ('primary' as const),
            }))}
          />
        </Card>
      ) : null}
    </>
  );
}

function Uncovered({ data, ui, isDraft }: { data: PlanSheet; ui: Ui; isDraft: boolean }): JSX.Element {
  return (
    <Card
      title={
        <Pill
          tone="red"
          shape="▲"
          word={ui.t('control.uncovered', { count: data.uncovered.length, months: data.defaults.cycle })}
        />
      }
    >
      <details class="more">
        <summary>{ui.t('control.uncoveredList')}</summary>
        <p class="mb-0">{data.uncovered.map(({ code, name }) => `${code} ${name[ui.lang]}`).join('；')}</p>
      </details>
      {isDraft ? (
        <Form ui={ui} action={`/control/plans/${data.id}/proposal`} draft="off">
          <p>{ui.t('control.proposalLead')}</p>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('control.proposeAll')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}

function LineForm({ data, ui }: { data: PlanSheet; ui: Ui }): JSX.Element {
  const figures = ['expanded', 'critical', 'most', 'low', 'high', 'assigned', 'expandedAssigned'] as const;
  return (
    <Card title={ui.t('control.addLine')} id="add">
      <Form ui={ui} action={`/control/plans/${data.id}/lines`} draft="off">
        <div class="fields-grid">
          <TextField ui={ui} name="codes" label={ui.t('field.codes')} required hint={ui.t('internal.codesHint')} />
          <SelectField
            ui={ui}
            name="watchMethod"
            label={ui.t('field.watchMethod')}
            required
            width="third"
            options={options(methods, (method) => ui.t(`control.method.${method}`))}
          />
          <SelectField
            ui={ui}
            name="criterionKind"
            label={ui.t('field.criterionKind')}
            width="third"
            empty={ui.t('control.criterionDefault')}
            options={options(criterionKinds, (kind) => ui.t(`control.criterion.${kind}`))}
          />
          <DateField ui={ui} name="plannedOn" label={ui.t('field.plannedOn')} required width="third" />
          {figures.map((name) => (
            <TextField key={name} ui={ui} name={name} label={ui.t(`field.${name}`)} width="third" />
          ))}
          <SelectField
            ui={ui}
            name="responsible"
            label={ui.t('field.responsible')}
            width="third"
            options={data.people.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextArea ui={ui} name="remark" label={ui.t('field.note')} rows={2} />
        </div>
        <p class="quiet">
          {ui.t('control.lineHint', { low: data.defaults.recovery.low, high: data.defaults.recovery.high })}
        </p>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('control.addLine')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
