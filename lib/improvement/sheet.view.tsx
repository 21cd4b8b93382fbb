import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Due,
  type Fact,
  Facts,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  Steps,
  TextField,
  Timeline,
  type Ui,
} from '../ui/index.ts';
import { ActionsCard } from './actions.view.tsx';
import { ComplaintCard } from './complaint.view.tsx';
import { ACCEPT } from './files.ts';
import { peopleOptions } from './list.view.tsx';
import { ImprovementPill, Repeated, Weight } from './marks.tsx';
import type { Repeat } from './repeats.ts';
import { type ImprovementRow, openStates, type State, type StepRow } from './rows.ts';
import type { ImprovementSheet } from './sheet.ts';
import { NextStep } from './step-forms.view.tsx';
import { stepFacts } from './words.ts';

/** One record from its finding to its closing. */
export function SheetView({ data, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element {
  const { row, term } = data;
  return (
    <>
      <PageHead
        over={<a href="/nonconforming">{ui.t('nav.nonconforming')}</a>}
        title={`${row.number} ${row.title}`}
        note={
          <>
            {ui.t(`improvement.kind.${row.kind}`)} <ImprovementPill ui={ui} state={row.state} />{' '}
            {data.repeats.length > 0 ? <Repeated ui={ui} /> : null}{' '}
            {term && row.due_on ? <Due ui={ui} date={row.due_on} {...term} /> : null}
          </>
        }
      >
        <a class="btn" href={`/nonconforming/${row.id}/record.pdf`}>
          {ui.t('improvement.pdf')}
        </a>
      </PageHead>
      <Steps label={ui.t('improvement.progress')} steps={stepLine(row, ui)} />
      {row.elsewhere === 1 && row.state === 'found' ? (
        <Card>
          <p class="mb-0">{ui.t('improvement.elsewhereLong')}</p>
        </Card>
      ) : null}
      <Card title={ui.t('improvement.findingPart')}>
        <Facts facts={findingFacts(data, ui)} />
      </Card>
      {data.repeats.length > 0 ? <Repeats repeats={data.repeats} ui={ui} /> : null}
      <Links data={data} ui={ui} />
      {row.complaint ? <ComplaintCard data={data} ui={ui} /> : null}
      {data.actions.length > 0 || data.moves.some(({ move }) => move === 'plan') ? (
        <ActionsCard data={data} ui={ui} />
      ) : null}
      <NextStep data={data} ui={ui} />
      <Course data={data} ui={ui} />
      <Files data={data} ui={ui} />
      {openStates.includes(row.state) && row.elsewhere === 0 ? <Assign data={data} ui={ui} /> : null}
    </>
  );
}

function stepLine(row: ImprovementRow, ui: Ui) {
  const skipped: readonly State[] = [
    ...(row.kind === 'preventive' ? (['corrected'] as const) : []),
    ...(row.corrective === 0 ? (['analysed', 'carried', 'verified'] as const) : []),
  ];
  const order: readonly State[] = [...openStates, 'closed' as const].filter((state) => !skipped.includes(state));
  const at = order.indexOf(row.state);
  return order.map((state, i) => ({
    id: state,
    label: ui.t(`improvement.done.${state}`),
    state:
      row.state === 'dropped'
        ? ('refused' as const)
        : i <= at
          ? ('done' as const)
          : i === at + 1
            ? ('now' as const)
            : ('todo' as const),
  }));
}

function findingFacts({ row, names }: ImprovementSheet, ui: Ui): Fact[] {
  const involved = row.involved.map((id) => names[id] ?? '').filter(Boolean);
  return [
    { label: ui.t('field.findingText'), value: row.finding, wide: true },
    { label: ui.t('field.requirement'), value: row.requirement, wide: true },
    { label: ui.t('improvement.source'), value: ui.t(`improvement.source.${row.source}`) },
    { label: ui.t('field.foundOn'), value: `${row.found_on} ${names[row.found_by] ?? ''}` },
    { label: ui.t('field.handlerId'), value: names[row.owner_id] },
    { label: ui.t('field.department'), value: row.department },
    {
      label: ui.t('field.parameterCode'),
      value: row.parameter_code === null ? null : `${row.parameter_code} ${row.parameter_name ?? ''}`,
    },
    { label: ui.t('field.instrumentNo'), value: row.instrument_no },
    { label: ui.t('field.involved'), value: involved.join(ui.lang === 'zh' ? '、' : ', ') },
    { label: ui.t('field.significance'), value: row.significance ? <Weight ui={ui} value={row.significance} /> : null },
    { label: ui.t('field.category'), value: row.category ? ui.t(`improvement.category.${row.category}`) : null },
    ...(row.reopened > 0
      ? [{ label: ui.t('improvement.reopened'), value: ui.t('improvement.timesCount', { count: row.reopened }) }]
      : []),
    ...(row.closed_at === null
      ? []
      : [
          {
            label: ui.t(`improvement.done.${row.state}`),
            value: `${chinaTime(row.closed_at)} ${names[row.closed_by ?? ''] ?? ''}`,
          },
        ]),
  ];
}

function Repeats({ repeats, ui }: { repeats: Repeat[]; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('improvement.repeatsOf')} flush>
      <DataTable<Repeat>
        ui={ui}
        caption={ui.t('improvement.repeatsOf')}
        rows={repeats}
        rowKey={({ id }) => id}
        href={({ id }) => `/nonconforming/${id}`}
        empty={ui.t('improvement.noRepeats')}
        columns={[
          { key: 'number', head: ui.t('field.number'), cell: ({ number }) => number },
          { key: 'title', head: ui.t('field.improvementTitle'), cell: ({ title }) => title, wrap: true },
          {
            key: 'same',
            head: ui.t('improvement.same'),
            cell: ({ same }) => same.map((one) => ui.t(`improvement.same.${one}`)).join(ui.lang === 'zh' ? '、' : ', '),
          },
          {
            key: 'category',
            head: ui.t('field.category'),
            cell: ({ category }) => (category === null ? '—' : lookUp(ui.lang, `improvement.category.${category}`)),
          },
          { key: 'on', head: ui.t('field.foundOn'), cell: ({ found_on }) => found_on },
        ]}
      />
    </Card>
  );
}

function Links({ data: { row, links, linkable }, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('improvement.links')} id="links">
      {links.length === 0 ? <p class="quiet">{ui.t('improvement.noLinks')}</p> : null}
      <Facts
        facts={links.map((link) => ({
          label: ui.t(`improvement.entity.${link.entity}`),
          value:
            link.href === null ? (
              <span class="quiet">{ui.t('improvement.hidden')}</span>
            ) : (
              <a key={link.id} href={link.href}>
                {link.label}
              </a>
            ),
        }))}
      />
      {linkable.length > 0 ? (
        <details class="more" open={ui.problem('refNumber') !== undefined}>
          <summary>{ui.t('improvement.addLink')}</summary>
          <Form ui={ui} action={`/nonconforming/${row.id}/links`} version={row.version} draft="off">
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="refEntity"
                label={ui.t('field.refEntity')}
                required
                width="third"
                options={linkable.map((value) => ({ value, label: ui.t(`improvement.entity.${value}`) }))}
              />
              <TextField
                ui={ui}
                name="refNumber"
                label={ui.t('field.refNumber')}
                required
                maxLength={60}
                width="third"
              />
            </div>
            <FormFoot>
              <button class="btn">{ui.t('improvement.addLinkAct')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </Card>
  );
}

function Course({ data: { steps, names }, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('improvement.course')}>
      <Timeline
        ui={ui}
        empty={ui.t('improvement.noCourse')}
        entries={[...steps].reverse().map((step) => ({
          id: step.id,
          at: step.created_at,
          title: `${ui.t(`improvement.step.${step.move}`)} ${step.on_day}`,
          by: names[step.by_id],
          detail: <StepDetail step={step} ui={ui} />,
          tone: step.move === 'fail' || step.move === 'reopen' ? ('orange' as const) : ('grey' as const),
        }))}
      />
    </Card>
  );
}

function StepDetail({ step, ui }: { step: StepRow; ui: Ui }): JSX.Element {
  return (
    <>
      <p class="mb-2">{step.words}</p>
      <Facts facts={stepFacts(step, ui.lang)} />
    </>
  );
}

function Files({ data: { row, files, names }, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element {
  const adds = openStates.includes(row.state) && ui.may('nonconforming.write');
  return (
    <Card title={ui.t('improvement.files')} id="files">
      {files.length === 0 ? <p class="quiet">{ui.t('improvement.noFiles')}</p> : null}
      <ul class="mb-0">
        {files.map(({ id, file, added_by, created_at }) => (
          <li key={id}>
            <a href={`/nonconforming/files/${id}`}>{file.name}</a>{' '}
            <span class="quiet">{`${names[added_by] ?? ''} ${chinaTime(created_at)}`}</span>
          </li>
        ))}
      </ul>
      {adds ? (
        <details class="more">
          <summary>{ui.t('improvement.addFile')}</summary>
          <Form ui={ui} action={`/nonconforming/${row.id}/files`} version={row.version} files draft="off">
            <div class="fields-grid">
              <FileField
                ui={ui}
                name="file"
                label={ui.t('field.file')}
                hint={ui.t('improvement.fileHint')}
                accept={ACCEPT}
                required
                width="half"
              />
            </div>
            <FormFoot>
              <button class="btn">{ui.t('improvement.addFile')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </Card>
  );
}

function Assign({ data: { row, people, directs }, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element | null {
  if (!directs || !ui.may('nonconforming.verify')) return null;
  return (
    <details class="more">
      <summary>{ui.t('improvement.assign')}</summary>
      <Form ui={ui} action={`/nonconforming/${row.id}/owner`} version={row.version} draft="off">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="handlerId"
            label={ui.t('field.handlerId')}
            value={row.owner_id}
            required
            width="third"
            options={peopleOptions(people)}
          />
          <TextField ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={500} width="half" />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('improvement.assignAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
