import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Facts, FlashLine, PageHead, Pill, type Ui } from '../ui/index.ts';
import { DocumentLink, StandingPill } from './marks.tsx';
import type { AuthorisationLine, Person, TrainingLine } from './person.ts';
import { GrantForm, LeaveForm, PlanForm, ResultForm, SpecimenForm, StaffForm } from './person-forms.view.tsx';

/** 人员档案 of one person. */
export function PersonView({ data, ui }: { data: Person; ui: Ui }): JSX.Element {
  const may = ui.may('competence.write');
  const folder = `/competence/people/${data.id}/documents`;
  const left = data.staff.left_on !== null && data.staff.left_on < data.today;
  return (
    <>
      <PageHead
        title={data.name}
        over={data.employeeNo ?? data.login}
        note={data.roles.map((role) => ui.t(`role.${role}` as 'role.analyst')).join(ui.lang === 'zh' ? '、' : ', ')}
      >
        <Pill
          tone={data.active ? 'green' : 'grey'}
          shape={data.active ? '✔' : '✕'}
          word={ui.t(data.active ? 'people.active' : 'people.disabled')}
        />
      </PageHead>
      {left && data.active ? (
        <FlashLine
          ui={ui}
          flash={{ tone: 'problem', text: ui.t('competence.stillActive', { day: data.staff.left_on ?? '' }) }}
        />
      ) : null}
      <Card title={ui.t('competence.file')}>
        <StaffList data={data} folder={folder} ui={ui} />
        {may ? <StaffForm data={data} ui={ui} /> : null}
        {may ? <SpecimenForm data={data} ui={ui} /> : null}
        {may ? <LeaveForm data={data} ui={ui} /> : null}
      </Card>
      <Card title={ui.t('competence.authorisations')} id="authorisations">
        <Authorisations lines={data.authorisations} folder={folder} ui={ui} lead />
        {data.notes.map((note) => (
          <p key={note.id + String(note.params?.act)} class="quiet">
            {lookUp(ui.lang, note.id, {
              ...note.params,
              act: ui.t(`competence.act.${note.params?.act}` as 'competence.act.test'),
            })}
          </p>
        ))}
        {may && data.id !== ui.user?.id ? <GrantForm data={data} ui={ui} /> : null}
        {may && data.id === ui.user?.id ? <p class="quiet">{ui.t('refusal.competence.own')}</p> : null}
      </Card>
      <Card title={ui.t('competence.trainings')} id="trainings">
        <Trainings lines={data.trainings} folder={folder} ui={ui} />
        {may
          ? data.trainings
              .filter(({ doneOn }) => doneOn === null)
              .map((line) => <ResultForm key={line.id} person={data.id} line={line} ui={ui} />)
          : null}
        {may ? <PlanForm data={data} ui={ui} /> : null}
      </Card>
    </>
  );
}

/** 我的授权: the same, for oneself and without any form. */
export function OwnView({ data, ui }: { data: Person; ui: Ui }): JSX.Element {
  const folder = '/me/documents';
  return (
    <>
      <PageHead title={ui.t('competence.mine')} note={ui.t('competence.mineLead', { today: data.today })} />
      <Card title={ui.t('competence.authorisations')}>
        <Authorisations lines={data.authorisations} folder={folder} ui={ui} />
      </Card>
      <Card title={ui.t('competence.trainings')}>
        <Trainings lines={data.trainings} folder={folder} ui={ui} />
      </Card>
      <Card title={ui.t('competence.file')}>
        <StaffList data={data} folder={folder} ui={ui} />
      </Card>
    </>
  );
}

function StaffList({ data: { staff }, folder, ui }: { data: Person; folder: string; ui: Ui }): JSX.Element {
  return (
    <Facts
      facts={[
        { label: ui.t('field.education'), value: staff.education && ui.t(`competence.education.${staff.education}`) },
        { label: ui.t('field.degree'), value: staff.degree },
        { label: ui.t('field.jobTitle'), value: staff.title && ui.t(`competence.title.${staff.title}`) },
        { label: ui.t('field.speciality'), value: staff.field },
        { label: ui.t('field.fieldSince'), value: staff.field_since },
        { label: ui.t('field.enteredOn'), value: staff.entered_on },
        ...(staff.left_on === null
          ? []
          : [{ label: ui.t('field.leftOn'), value: `${staff.left_on} ${staff.left_reason ?? ''}` }]),
        {
          label: ui.t('competence.specimen'),
          value: staff.specimen ? (
            <>
              <DocumentLink document={staff.specimen} folder={folder} />{' '}
              <span class="quiet">
                {staff.specimen.by} {chinaTime(staff.specimen.at)}
              </span>
            </>
          ) : null,
        },
      ]}
    />
  );
}

function Authorisations({
  lines,
  folder,
  ui,
  lead = false,
}: {
  lines: readonly AuthorisationLine[];
  folder: string;
  ui: Ui;
  lead?: boolean;
}): JSX.Element {
  return (
    <DataTable<AuthorisationLine>
      ui={ui}
      caption={ui.t('competence.authorisations')}
      rows={lines}
      rowKey={(row) => row.id}
      href={(row) => (lead ? `/competence/authorisations/${row.id}` : undefined)}
      empty={ui.t('competence.noAuthorisations')}
      columns={[
        { key: 'scope', head: ui.t('competence.scope'), cell: (row) => row.scope, wrap: true },
        { key: 'act', head: ui.t('competence.act'), cell: (row) => ui.t(`competence.act.${row.act}`) },
        { key: 'field', head: ui.t('field.signField'), cell: (row) => row.field ?? '—', wrap: true },
        { key: 'from', head: ui.t('competence.from'), cell: (row) => row.from },
        { key: 'to', head: ui.t('competence.lastDay'), cell: (row) => row.lastDay ?? ui.t('competence.noEnd') },
        {
          key: 'letter',
          head: ui.t('field.letterNo'),
          cell: (row) => (
            <span>
              {row.certificate ?? (row.document ? null : '—')} <DocumentLink document={row.document} folder={folder} />
            </span>
          ),
          wrap: true,
        },
        { key: 'by', head: ui.t('competence.grantedBy'), cell: (row) => `${row.grantedBy} ${row.grantedOn}` },
        { key: 'state', head: ui.t('field.state'), cell: (row) => <StandingPill ui={ui} standing={row.standing} /> },
      ]}
    />
  );
}

function Trainings({ lines, folder, ui }: { lines: readonly TrainingLine[]; folder: string; ui: Ui }): JSX.Element {
  return (
    <DataTable<TrainingLine>
      ui={ui}
      caption={ui.t('competence.trainings')}
      rows={lines}
      rowKey={(row) => row.id}
      empty={ui.t('competence.noTrainings')}
      columns={[
        { key: 'topic', head: ui.t('field.topic'), cell: (row) => row.topic, wrap: true },
        { key: 'kind', head: ui.t('field.trainingKind'), cell: (row) => ui.t(`competence.kind.${row.kind}`) },
        { key: 'way', head: ui.t('field.checkWay'), cell: (row) => row.way ?? '—', wrap: true },
        { key: 'planned', head: ui.t('field.trainingPlanned'), cell: (row) => row.plannedOn ?? '—' },
        { key: 'done', head: ui.t('field.trainingDone'), cell: (row) => row.doneOn ?? '—' },
        { key: 'hours', head: ui.t('field.trainingHours'), cell: (row) => row.hours ?? '—', numeric: true },
        { key: 'by', head: ui.t('competence.assessor'), cell: (row) => row.assessor ?? '—' },
        {
          key: 'note',
          head: ui.t('field.note'),
          cell: (row) => (
            <span>
              {row.note ?? (row.document ? null : '—')} <DocumentLink document={row.document} folder={folder} />
            </span>
          ),
          wrap: true,
        },
        { key: 'result', head: ui.t('field.trainingResult'), cell: (row) => <Result ui={ui} row={row} /> },
      ]}
    />
  );
}

function Result({ ui, row }: { ui: Ui; row: TrainingLine }): JSX.Element {
  if (row.result === null) return <Pill tone="blue" shape="◷" word={ui.t('competence.result.planned')} />;
  return row.result === 'passed' ? (
    <Pill tone="green" shape="✔" word={ui.t('competence.result.passed')} />
  ) : (
    <Pill tone="red" shape="▲" word={ui.t('competence.result.failed')} />
  );
}
