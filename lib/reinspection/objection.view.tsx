import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DateField,
  Facts,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { CoursePill } from './list.view.tsx';
import type { ObjectionMove } from './machine.ts';
import type { ObjectionSheet } from './objection-show.ts';

interface Props {
  data: ObjectionSheet;
  ui: Ui;
}

/** One objection: registered, assigned, answered, audited by another (domain 2.13). */
export function ObjectionView({ data, ui }: Props): JSX.Element {
  const { row } = data;
  const named = (name: string | null, at: string | null) => [name, at && chinaTime(at)].filter(Boolean).join(' ');
  return (
    <>
      <PageHead
        over={<a href="/reinspections?tab=objections">{ui.t('nav.reinspections')}</a>}
        title={`${row.number} ${ui.t(`objection.kind.${row.kind}`)}`}
        note={
          <>
            <CoursePill ui={ui} state={row.state} />
            {row.outcome ? <strong>{ui.t(`objection.outcome.${row.outcome}`)}</strong> : null}
            <span>{`${data.product} ${data.batchNo}`}</span>
          </>
        }
      />
      <Acts data={data} ui={ui} />
      <Card title={ui.t('objection.content')}>
        <Facts
          facts={[
            {
              label: ui.t('reinspection.case'),
              value: ui.may('case.read') ? <a href={`/cases/${row.case_id}`}>{data.caseNumber}</a> : data.caseNumber,
            },
            { label: ui.t('reinspection.firstReport'), value: data.reportNumber },
            {
              label: ui.t('objection.objector'),
              value: `${ui.t(`reinspection.role.${row.objector.role as 'producer'}`)} ${row.objector.name}`,
            },
            { label: ui.t('reinspection.contact'), value: `${row.objector.contact} ${row.objector.phone}` },
            { label: ui.t('field.toldOn'), value: row.delivered_on },
            { label: ui.t('objection.raisedOn'), value: row.raised_on },
            { label: ui.t('field.due'), value: data.dueOn },
            { label: ui.t('objection.content'), value: row.content, wide: true },
            {
              label: ui.t('objection.proof'),
              value:
                row.files.length === 0
                  ? null
                  : row.files.map((file) => (
                      <a key={file.hash} href={`/objections/${row.id}/file`}>
                        {file.name}
                      </a>
                    )),
              wide: true,
            },
          ]}
        />
      </Card>
      <Card title={ui.t('objection.course')}>
        <Facts
          facts={[
            { label: ui.t('objection.assignedTo'), value: data.names.assigned },
            {
              label: ui.t('objection.verification'),
              value:
                row.verification &&
                `${row.verification.on} ${row.verification.authority} ${row.verification.document} ${ui.t(`objection.finding.${row.verification.finding}`)}`,
              wide: true,
            },
            { label: ui.t('field.answer'), value: row.answer, wide: true },
            { label: ui.t('objection.proposed'), value: row.proposed && ui.t(`objection.outcome.${row.proposed}`) },
            { label: ui.t('objection.answeredBy'), value: named(data.names.answered, row.answered_at) },
            { label: ui.t('objection.auditedBy'), value: named(data.names.audited, row.audited_at) },
            { label: ui.t('field.reason'), value: row.reason, wide: true },
          ]}
        />
      </Card>
    </>
  );
}

function Acts({ data, ui }: Props): JSX.Element {
  const { row } = data;
  const to = (path: string) => `/objections/${row.id}/${path}`;
  const move = (name: ObjectionMove) => data.moves.find((one) => one.move === name);
  const free = (name: ObjectionMove) => move(name)?.obstacles.length === 0;
  const stopped = (['answer', 'audit'] as const).flatMap((name) => move(name)?.obstacles ?? []);
  return (
    <>
      {stopped.length > 0 ? (
        <Card title={ui.t('reinspection.against')}>
          {stopped.map((reason) => (
            <p key={reason.id} class="quiet">
              {reasonText(ui.lang, reason)}
            </p>
          ))}
        </Card>
      ) : null}
      {free('assign') ? (
        <Card title={ui.t('objection.act.assign')}>
          <Form ui={ui} action={to('assignment')} version={row.version} draft="off">
            <SelectField
              ui={ui}
              name="assignee"
              label={ui.t('field.assignee')}
              value={row.assigned_to ?? undefined}
              options={data.people.map(({ id, name }) => ({ value: id, label: name }))}
              required
            />
            <FormFoot>
              <button class="btn btn-primary">{ui.t('objection.act.assign')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
      {free('verify') && row.kind === 'authenticity' ? (
        <Card title={ui.t('objection.act.verify')}>
          <Form ui={ui} action={to('verification')} version={row.version}>
            <div class="fields-grid">
              <TextField
                ui={ui}
                name="authority"
                label={ui.t('field.authority')}
                required
                maxLength={100}
                width="half"
              />
              <DateField ui={ui} name="verifiedOn" label={ui.t('field.verifiedOn')} required width="half" />
              <TextField ui={ui} name="document" label={ui.t('field.document')} required maxLength={100} width="half" />
              <SelectField
                ui={ui}
                name="finding"
                label={ui.t('objection.found')}
                options={(['counterfeit', 'genuine'] as const).map((one) => ({
                  value: one,
                  label: ui.t(`objection.finding.${one}`),
                }))}
                required
                width="half"
              />
            </div>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('objection.act.verify')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
      {free('answer') ? (
        <Card title={ui.t('objection.act.answer')}>
          <Form ui={ui} action={to('answer')} version={row.version}>
            <TextArea ui={ui} name="answer" label={ui.t('field.answer')} rows={4} maxLength={2000} required />
            <SelectField
              ui={ui}
              name="proposed"
              label={ui.t('objection.proposed')}
              options={(['rejected', 'accepted'] as const).map((one) => ({
                value: one,
                label: ui.t(`objection.outcome.${one}`),
              }))}
              required
            />
            <FormFoot>
              <button class="btn btn-primary">{ui.t('objection.act.answer')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
      {free('audit') || free('return') ? (
        <Card title={ui.t('objection.act.audit')}>
          <p class="quiet">{ui.t('objection.auditLead')}</p>
          <Form ui={ui} action={to('audit')} version={row.version} draft="off">
            <TextField ui={ui} name="reason" label={ui.t('custody.opinion')} maxLength={1000} />
            <FormFoot>
              <button class="btn" name="decision" value="return">
                {ui.t('objection.return')}
              </button>
              {free('audit') ? (
                <button class="btn btn-primary" name="decision" value="pass">
                  {ui.t('objection.pass')}
                </button>
              ) : null}
            </FormFoot>
          </Form>
        </Card>
      ) : null}
      {free('cancel') ? (
        <details class="more mb-3">
          <summary>{ui.t('objection.act.cancel')}</summary>
          <Form ui={ui} action={to('cancellation')} version={row.version} draft="off">
            <TextField ui={ui} name="reason" label={ui.t('field.reason')} maxLength={1000} required />
            <FormFoot>
              <button class="btn">{ui.t('objection.act.cancel')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </>
  );
}
