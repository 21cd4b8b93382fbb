import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  DateField,
  Facts,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  Steps,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { DoubtedReport } from './correctives.ts';
import { DaysLeft } from './frame.view.tsx';
import { ways } from './rows.ts';
import type { CorrectiveSheet } from './show-plans.ts';

/** A corrective file: what was done, what comes next, which reports are in doubt, and until when. */
export function CorrectiveView({ data, ui }: { data: CorrectiveSheet; ui: Ui }): JSX.Element {
  const { file, round, order, steps } = data;
  const done = new Map(steps.map((step) => [step.step, step]));
  const now = order.find((step) => !done.has(step));
  const may = (move: string) => data.moves.find((one) => one.move === move);
  return (
    <>
      <PageHead
        over={<a href="/proficiency/correctives">{ui.t('proficiency.correctives')}</a>}
        title={`${file.number} ${data.name}`}
        note={
          <>
            {ui.t(`proficiency.fileKind.${file.kind}`)} · {ui.t(`proficiency.fileState.${file.state}`)}{' '}
            {data.term === null ? null : <DaysLeft ui={ui} days={data.days} term={data.term} />}
          </>
        }
      />
      <Steps
        label={ui.t('proficiency.progress')}
        steps={order.map((step) => ({
          id: step,
          label: ui.t(`proficiency.step.${step}`),
          state: done.has(step) ? 'done' : step === now ? 'now' : 'todo',
        }))}
      />
      <Card>
        <Facts
          facts={[
            {
              label: ui.t('proficiency.round'),
              value: <a href={`/proficiency/rounds/${round.id}`}>{`${round.number} ${round.scheme}`}</a>,
              wide: true,
            },
            { label: ui.t('proficiency.openedOn'), value: `${file.opened_on} ${data.people[file.opened_by] ?? ''}` },
            { label: ui.t('proficiency.dueOn'), value: file.due_on },
            {
              label: ui.t('proficiency.suspended'),
              value: ui.t(file.suspended > 0 ? 'proficiency.suspendedLines' : 'proficiency.suspendedNone', {
                count: file.suspended,
              }),
            },
            { label: ui.t('proficiency.since'), value: file.since ?? ui.t('proficiency.never') },
            ...(file.repeated === 1
              ? [{ label: ui.t('proficiency.repeated'), value: ui.t('proficiency.repeatedLong'), wide: true }]
              : []),
            ...(file.closed_at === null
              ? []
              : [
                  {
                    label: ui.t('proficiency.closed'),
                    value: [chinaTime(file.closed_at), data.people[file.closed_by ?? ''], file.conclusion]
                      .filter(Boolean)
                      .join(' · '),
                    wide: true,
                  },
                ]),
          ]}
        />
      </Card>
      {steps.length > 0 ? (
        <Card title={ui.t('proficiency.stepsDone')}>
          <Facts
            facts={steps.map((step) => ({
              label: ui.t(`proficiency.step.${step.step}`),
              wide: true,
              value: (
                <>
                  {[step.done_on, step.by, step.way && ui.t(`proficiency.way.${step.way}`), step.content]
                    .filter(Boolean)
                    .join(' · ')}{' '}
                  {step.file ? (
                    <a href={`/proficiency/correctives/${file.id}/papers/${step.step}`}>{step.file.name}</a>
                  ) : null}
                </>
              ),
            }))}
          />
        </Card>
      ) : null}
      {file.kind === 'corrective' ? <Reports data={data} ui={ui} /> : null}
      {now !== undefined && may('work') ? (
        <Card title={ui.t('proficiency.nextStep', { step: ui.t(`proficiency.step.${now}`) })}>
          <Form ui={ui} action={`/proficiency/correctives/${file.id}/steps`} version={file.version} files draft="off">
            <input type="hidden" name="stepName" value={now} />
            <div class="fields-grid">
              <DateField
                ui={ui}
                name="doneOn"
                label={ui.t('field.doneOn')}
                value={ui.today}
                min={file.opened_on}
                max={ui.today}
                required
              />
              {now === 'verification' ? (
                <SelectField
                  ui={ui}
                  name="evidenceWay"
                  label={ui.t('field.evidenceWay')}
                  required
                  options={ways.map((value) => ({ value, label: ui.t(`proficiency.way.${value}`) }))}
                />
              ) : null}
              <TextArea
                ui={ui}
                name="stepText"
                label={ui.t(`proficiency.step.${now}`)}
                hint={ui.t(`proficiency.stepHint.${now}`)}
                rows={4}
                required
                width="full"
              />
              <FileField
                ui={ui}
                name="file"
                label={ui.t('proficiency.evidence')}
                hint={ui.t('proficiency.paperHint')}
                accept=".pdf,.jpg,.jpeg,.png"
                required={now === 'verification'}
                width="half"
              />
            </div>
            <FormFoot>
              <button class="btn btn-primary btn-next">{ui.t('proficiency.saveStep')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
      {may('finish') ? <Close data={data} ui={ui} /> : null}
    </>
  );
}

function Close({ data: { file, moves }, ui }: { data: CorrectiveSheet; ui: Ui }): JSX.Element {
  const obstacles = moves.find(({ move }) => move === 'finish')?.obstacles ?? [];
  const title = ui.t(file.kind === 'corrective' ? 'proficiency.restore' : 'proficiency.close');
  return (
    <Card title={title}>
      {obstacles.length > 0 ? (
        obstacles.map((one) => <p key={one.id}>{reasonText(ui.lang, one)}</p>)
      ) : (
        <Form ui={ui} action={`/proficiency/correctives/${file.id}/conclusion`} version={file.version} draft="off">
          <div class="fields-grid">
            <TextArea ui={ui} name="conclusion" label={ui.t('field.conclusion')} rows={3} required width="full" />
          </div>
          <FormFoot>
            <button class="btn btn-primary btn-next">{title}</button>
          </FormFoot>
        </Form>
      )}
    </Card>
  );
}

function Reports({ data: { reports }, ui }: { data: CorrectiveSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('proficiency.doubted', { count: reports.total })} flush>
      <DataTable<DoubtedReport>
        ui={ui}
        caption={ui.t('proficiency.doubted', { count: reports.total })}
        rows={reports.lines}
        rowKey={({ id }) => id}
        href={({ id }) => (ui.may('report.read') ? `/reports/${id}` : undefined)}
        empty={ui.t('proficiency.noDoubted')}
        columns={[
          { key: 'number', head: ui.t('proficiency.reportNo'), cell: (row) => row.number },
          { key: 'on', head: ui.t('proficiency.issuedOn'), cell: (row) => chinaTime(row.on) },
          { key: 'sample', head: ui.t('proficiency.sampleNo'), cell: (row) => row.sample },
          { key: 'product', head: ui.t('field.productName'), cell: (row) => row.product, wrap: true },
          { key: 'result', head: ui.t('proficiency.resultOf'), cell: (row) => row.result ?? '—', wrap: true },
        ]}
      />
    </Card>
  );
}
