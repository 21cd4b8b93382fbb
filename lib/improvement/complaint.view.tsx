import type { JSX } from 'preact';
import { Card, CheckField, DateField, Facts, FileField, Form, FormFoot, TextArea, type Ui } from '../ui/index.ts';
import { ACCEPT } from './files.ts';
import { openStates } from './rows.ts';
import type { ImprovementSheet } from './sheet.ts';

/** 投诉登记: who complained, when he was told that it came in, and what he was answered. */
export function ComplaintCard({ data, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element | null {
  const { row, names } = data;
  const { complaint } = row;
  if (!complaint) return null;
  const acts = openStates.includes(row.state) && ui.may('nonconforming.write');
  const by = (day: string | null, id: string | null): string | null => day && `${day} ${names[id ?? ''] ?? ''}`;
  return (
    <Card title={ui.t('improvement.complainantPart')} id="complaint">
      <Facts
        facts={[
          { label: ui.t('field.complainant'), value: complaint.complainant },
          { label: ui.t('field.complaintContact'), value: complaint.contact },
          { label: ui.t('field.channel'), value: ui.t(`improvement.channel.${complaint.channel}`) },
          { label: ui.t('improvement.receivedOn'), value: complaint.received_on },
          {
            label: ui.t('improvement.step.acknowledge'),
            value: by(complaint.acknowledged_on, complaint.acknowledged_by),
          },
          { label: ui.t('improvement.step.answer'), value: by(complaint.answered_on, complaint.answered_by) },
          ...(complaint.answer === null
            ? []
            : [
                {
                  label: ui.t('improvement.answerText'),
                  wide: true,
                  value: `${ui.t(complaint.justified ? 'improvement.justified' : 'improvement.unjustified')} ${complaint.answer}`,
                },
              ]),
        ]}
      />
      {acts && complaint.acknowledged_on === null ? <Told act="acknowledgement" data={data} ui={ui} /> : null}
      {acts && complaint.acknowledged_on !== null && complaint.answered_on === null && row.state !== 'found' ? (
        row.involved.includes(ui.user?.id ?? '') ? (
          <p class="quiet">{ui.t('refusal.improvement.involved')}</p>
        ) : (
          <Told act="answer" data={data} ui={ui} />
        )
      ) : null}
    </Card>
  );
}

function Told({
  act,
  data: { row },
  ui,
}: {
  act: 'acknowledgement' | 'answer';
  data: ImprovementSheet;
  ui: Ui;
}): JSX.Element {
  const isAnswer = act === 'answer';
  const title = ui.t(isAnswer ? 'improvement.step.answer' : 'improvement.step.acknowledge');
  return (
    <details class="more" open={!isAnswer}>
      <summary>{title}</summary>
      <Form ui={ui} action={`/nonconforming/${row.id}/${act}`} version={row.version} files={isAnswer} draft="off">
        <div class="fields-grid">
          <DateField
            ui={ui}
            name="onDay"
            label={ui.t('field.onDay')}
            value={ui.today}
            max={ui.today}
            required
            width="third"
          />
          {isAnswer ? <CheckField ui={ui} name="justified" label={ui.t('field.justified')} width="third" /> : null}
          <TextArea
            ui={ui}
            name="stepText"
            label={ui.t(isAnswer ? 'improvement.answerText' : 'improvement.acknowledgeText')}
            rows={3}
            maxLength={2000}
            required
            width="full"
          />
          {isAnswer ? (
            <FileField
              ui={ui}
              name="file"
              label={ui.t('field.file')}
              hint={ui.t('improvement.fileHint')}
              accept={ACCEPT}
              width="half"
            />
          ) : null}
        </div>
        <FormFoot>
          <button class="btn btn-primary">{title}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
