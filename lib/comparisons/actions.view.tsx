import type { JSX } from 'preact';
import { Card, DateField, Facts, Form, FormFoot, SelectField, TextArea, type Ui } from '../ui/index.ts';
import { ActionMark } from './marks.tsx';
import type { ActionSheet, ComparisonSheet } from './show.ts';
import { localTime } from './times.ts';

const BAD = ['unsatisfactory', 'wrong', 'questionable', 'partly-right'];

/** The reports of the laboratories, and for those that were not satisfactory: what was asked, answered and settled. */
export function ActionsCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  const reported = data.participants.filter(({ submitted }) => submitted);
  return (
    <Card title={ui.t('comparison.actions')} id="actions">
      {reported.map((row) => {
        const own = data.actions.filter(({ participant }) => participant === row.id);
        const bad = badItems(data, row.id);
        return (
          <div key={row.id} class="mb-3">
            <p class="mb-1">
              <strong>{row.organisation}</strong> <code>{row.labCode}</code>　
              <a href={`/comparisons/${data.id}/participants/${row.id}/report`}>{ui.t('comparison.report')}</a>
              {bad.length > 0 ? `　${ui.t('comparison.badItems', { items: bad.join('、') })}` : null}
            </p>
            {own.map((action) => (
              <ActionCard key={action.id} action={action} data={data} ui={ui} />
            ))}
            {data.writes && data.state === 'published' && bad.length > 0 && own.length === 0 ? (
              <AskForm data={data} ui={ui} participant={row.id} />
            ) : null}
          </div>
        );
      })}
    </Card>
  );
}

const badItems = ({ evaluation, samples }: ComparisonSheet, participant: string): string[] =>
  (evaluation?.targets ?? [])
    .filter(({ lines }) => lines.some((line) => line.participant === participant && BAD.includes(line.verdict)))
    .map(({ name, sample }) => (samples.length === 1 ? name : `${name} ${sample}`));

function AskForm({ data, ui, participant }: { data: ComparisonSheet; ui: Ui; participant: string }): JSX.Element {
  return (
    <details class="more mb-2">
      <summary>{ui.t('comparison.ask')}</summary>
      <Form ui={ui} action={`/comparisons/${data.id}/participants/${participant}/actions`}>
        <div class="fields-grid">
          <TextArea ui={ui} name="asked" label={ui.t('field.asked')} required maxLength={2000} />
          <DateField
            ui={ui}
            name="dueOn"
            label={ui.t('comparison.replyBy')}
            required
            min={ui.today}
            hint={ui.t('comparison.replyHint', { days: data.replyDays })}
          />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('comparison.ask')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

/** What was asked and answered, the same for both sides. */
export function ActionFacts({ action, ui, file }: { action: ActionSheet; ui: Ui; file: string }): JSX.Element {
  return (
    <Facts
      facts={[
        { label: ui.t('comparison.about'), value: action.about },
        { label: ui.t('comparison.replyBy'), value: action.dueOn },
        { label: ui.t('field.asked'), value: action.asked, wide: true },
        ...(action.reply === null
          ? []
          : [
              {
                label: ui.t('field.reply'),
                value: (
                  <>
                    {action.reply} {action.repliedAt === null ? '' : localTime(action.repliedAt)}{' '}
                    {action.file === null ? null : <a href={file}>{action.file}</a>}
                  </>
                ),
                wide: true,
              },
            ]),
        ...(action.judgement === null
          ? []
          : [{ label: ui.t('field.actionJudgement'), value: action.judgement, wide: true }]),
      ]}
    />
  );
}

function ActionCard({ action, data, ui }: { action: ActionSheet; data: ComparisonSheet; ui: Ui }): JSX.Element {
  const base = `/comparisons/${data.id}/actions/${action.id}`;
  return (
    <details class="more mb-2" open={action.state !== 'settled'}>
      <summary>
        {ui.t('comparison.action')} <ActionMark ui={ui} state={action.state} />
      </summary>
      <div class="mb-3">
        <ActionFacts action={action} ui={ui} file={`${base}/file`} />
      </div>
      {data.writes && action.state === 'replied' ? (
        <Form ui={ui} action={base} version={action.version}>
          <div class="fields-grid">
            <TextArea
              ui={ui}
              name="actionJudgement"
              label={ui.t('field.actionJudgement')}
              required
              maxLength={2000}
              rows={2}
            />
            <SelectField
              ui={ui}
              name="actionOutcome"
              label={ui.t('field.actionOutcome')}
              empty={false}
              options={[
                { value: 'settle', label: ui.t('comparison.outcome.settle') },
                { value: 'return', label: ui.t('comparison.outcome.return') },
              ]}
            />
          </div>
          <FormFoot>
            <button class="btn">{ui.t('act.save')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </details>
  );
}
