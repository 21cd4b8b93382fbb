import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  DataTable,
  DateField,
  DecimalField,
  Facts,
  Form,
  FormFoot,
  ImportCard,
  type MoveButton,
  Moves,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { PlanPill, RoundPill } from './frame.view.tsx';
import type { LineSheet } from './plans.pages.tsx';
import type { PlanLineRow } from './rows.ts';
import type { PlanLine, PlanSheet } from './show-plans.ts';

/** 能力验证实施计划 of a year. */
export function PlanView({ data, ui }: { data: PlanSheet; ui: Ui }): JSX.Element {
  const { plan } = data;
  const drafting = plan.state === 'draft' && ui.may('proficiency.write');
  return (
    <>
      <PageHead
        over={<a href="/proficiency/plans">{ui.t('proficiency.plans')}</a>}
        title={ui.t('proficiency.planOf', { year: plan.year })}
        note={<PlanPill ui={ui} state={plan.state} />}
      >
        <a class="btn" href={`/proficiency/plans/${plan.id}/plan.pdf`}>
          {ui.t('proficiency.planPdf')}
        </a>
        <a class="btn" href={`/proficiency/plans/${plan.id}/plan.xlsx`}>
          {ui.t('proficiency.planXlsx')}
        </a>
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('proficiency.author'), value: data.author },
            {
              label: ui.t('proficiency.approvedBy'),
              value: plan.decided_at && `${data.decidedBy} ${chinaTime(plan.decided_at)}`,
            },
            { label: ui.t('proficiency.revision'), value: String(plan.revision) },
            ...(plan.reason === null ? [] : [{ label: ui.t('field.reason'), value: plan.reason, wide: true }]),
          ]}
        />
      </Card>
      <Card flush>
        <Lines data={data} ui={ui} rows={data.lines.filter(({ dropped }) => dropped === 0)} />
      </Card>
      <Dropped data={data} ui={ui} rows={data.lines.filter(({ dropped }) => dropped === 1)} />
      {drafting ? (
        <>
          <ImportCard
            ui={ui}
            action={`/proficiency/plans/${plan.id}/import`}
            title={ui.t('proficiency.importPlan')}
            lead={ui.t('proficiency.importPlanLead')}
            workbook={`/proficiency/plans/${plan.id}/plan.xlsx`}
          >
            <input type="hidden" name="version" value={String(plan.version)} />
          </ImportCard>
          <details
            class="more mb-3"
            open={
              ui.problem('scheme') !== undefined ||
              ui.problem('month') !== undefined ||
              ui.problem('parameterCodes') !== undefined
            }
          >
            <summary>{ui.t('proficiency.addLine')}</summary>
            <LineForm
              ui={ui}
              action={`/proficiency/plans/${plan.id}/lines`}
              version={plan.version}
              line={null}
              year={plan.year}
              providers={data.providers}
              reason={false}
            />
          </details>
        </>
      ) : null}
      <Card title={ui.t('moves.title')}>
        <Moves ui={ui} moves={buttons(data, ui)} />
      </Card>
    </>
  );
}

interface Shown {
  data: PlanSheet;
  ui: Ui;
  rows: PlanLine[];
}

/** What is not taken part in this year stays to be read with its reason, out of the way of what is. */
function Dropped({ data, ui, rows }: Shown): JSX.Element | null {
  if (rows.length === 0) return null;
  return (
    <details class="more mb-3">
      <summary>{ui.t('proficiency.droppedLines', { count: rows.length })}</summary>
      <Card flush>
        <Lines data={data} ui={ui} rows={rows} />
      </Card>
    </details>
  );
}

function Lines({ data, ui, rows }: Shown): JSX.Element {
  const edits = data.plan.state === 'draft' && ui.may('proficiency.write');
  return (
    <DataTable<PlanLine>
      ui={ui}
      caption={ui.t('proficiency.plan')}
      rows={rows}
      rowKey={({ id }) => id}
      href={(row) => (edits ? `/proficiency/lines/${row.id}` : undefined)}
      empty={ui.t('proficiency.planEmpty')}
      columns={[
        {
          key: 'scheme',
          head: ui.t('field.scheme'),
          cell: (row) => (row.dropped === 1 ? <s>{row.scheme}</s> : row.scheme),
          wrap: true,
        },
        { key: 'provider', head: ui.t('field.provider'), cell: (row) => row.provider ?? '—', wrap: true },
        { key: 'month', head: ui.t('proficiency.month'), cell: (row) => row.month },
        {
          key: 'parameters',
          head: ui.t('proficiency.parameters'),
          cell: (row) => row.parameterNames.join('、'),
          wrap: true,
        },
        {
          key: 'ground',
          head: ui.t('proficiency.groundHead'),
          cell: (row) => ui.t(`proficiency.ground.${row.ground}`),
        },
        { key: 'responsible', head: ui.t('field.responsible'), cell: (row) => row.responsible ?? '—' },
        { key: 'cost', head: ui.t('field.cost'), cell: (row) => row.cost ?? '—', numeric: true },
        {
          key: 'note',
          head: ui.t('field.note'),
          cell: (row) => [row.note, row.changed].filter(Boolean).join('；') || '—',
          wrap: true,
          deskOnly: true,
        },
        {
          key: 'progress',
          head: ui.t('proficiency.progress'),
          cell: (row) => <Progress row={row} approved={data.plan.state === 'approved'} ui={ui} />,
        },
      ]}
    />
  );
}

function Progress({ row, approved, ui }: { row: PlanLine; approved: boolean; ui: Ui }): JSX.Element {
  if (row.dropped === 1) return <span class="quiet">{ui.t('proficiency.dropped')}</span>;
  if (row.round)
    return (
      <>
        <a href={`/proficiency/rounds/${row.round.id}`}>{row.round.number}</a>{' '}
        <RoundPill ui={ui} state={row.round.state} />
      </>
    );
  if (!approved || !ui.may('proficiency.write')) return <RoundPill ui={ui} state="planned" />;
  return <a href={`/proficiency/rounds/new?line=${row.id}`}>{ui.t('proficiency.takePart')}</a>;
}

function buttons({ plan, moves }: PlanSheet, ui: Ui): MoveButton[] {
  const own = moves.map(
    ({ move, obstacles }): MoveButton => ({
      ...{ move, label: ui.t(`proficiency.planMove.${move}`), version: plan.version },
      obstacles: obstacles.map((one) => reasonText(ui.lang, one)),
      action: `/proficiency/plans/${plan.id}/${move}`,
      reason: move === 'amend' || move === 'return',
      kind: move === 'approve' || move === 'propose' ? 'primary' : 'plain',
    }),
  );
  if (plan.state !== 'draft' || !ui.may('proficiency.write')) return own;
  const action = `/proficiency/plans/${plan.id}/proposals`;
  return [...own, { move: 'extend', label: ui.t('proficiency.extend'), obstacles: [], action, version: plan.version }];
}

/** One line of the plan to be filled in. */
function LineForm(props: {
  ui: Ui;
  action: string;
  version: number;
  line: PlanLineRow | null;
  year: number;
  providers: LineSheet['providers'];
  reason: boolean;
}): JSX.Element {
  const { ui, action, version, line, year, providers, reason } = props;
  return (
    <Form ui={ui} action={action} version={version} draft="off">
      <div class="fields-grid">
        <TextField ui={ui} name="scheme" label={ui.t('field.scheme')} value={line?.scheme} required width="full" />
        <TextField ui={ui} name="schemeNo" label={ui.t('field.schemeNo')} value={line?.scheme_no ?? ''} />
        <SelectField
          ui={ui}
          name="provider"
          label={ui.t('field.provider')}
          value={line?.provider_id ?? ''}
          options={providers.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField
          ui={ui}
          name="month"
          label={ui.t('proficiency.month')}
          hint={ui.t('proficiency.monthHint', { year })}
          value={line?.month}
          required
        />
        <TextField
          ui={ui}
          name="parameterCodes"
          label={ui.t('field.parameterCodes')}
          hint={ui.t('proficiency.codesHint')}
          value={line?.parameters.join('、')}
          required
          width="full"
        />
        <TextArea ui={ui} name="method" label={ui.t('field.method')} value={line?.method ?? ''} rows={2} width="full" />
        <TextField ui={ui} name="sample" label={ui.t('field.sample')} value={line?.sample ?? ''} />
        <TextField ui={ui} name="instruments" label={ui.t('field.instruments')} value={line?.instruments ?? ''} />
        <DateField ui={ui} name="dueOn" label={ui.t('field.dueOn')} value={line?.due_on ?? ''} />
        <TextField ui={ui} name="responsible" label={ui.t('field.responsible')} value={line?.responsible ?? ''} />
        <DecimalField
          ui={ui}
          name="cost"
          label={ui.t('field.cost')}
          value={line?.cost ?? ''}
          unit={ui.t('proficiency.yuan')}
        />
        <TextField ui={ui} name="note" label={ui.t('field.note')} value={line?.note ?? ''} width="full" />
        {line ? <CheckField ui={ui} name="drop" label={ui.t('field.drop')} checked={line.dropped === 1} /> : null}
        {reason ? <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} required width="full" /> : null}
      </div>
      <FormFoot>
        <button class="btn btn-primary">{ui.t(line ? 'proficiency.saveLine' : 'proficiency.addLine')}</button>
      </FormFoot>
    </Form>
  );
}

export function PlanLineView({ data: { line, plan, providers }, ui }: { data: LineSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href={`/proficiency/plans/${plan.id}`}>{ui.t('proficiency.planOf', { year: plan.year })}</a>}
        title={line.scheme}
      />
      <LineForm
        ui={ui}
        action={`/proficiency/lines/${line.id}`}
        version={line.version}
        line={line}
        year={plan.year}
        providers={providers}
        reason={plan.revision > 0}
      />
    </>
  );
}
