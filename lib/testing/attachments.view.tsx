import type { JSX } from 'preact';
import { Card, chinaTime, FileField, Form, FormFoot, Moves, TextField, type Ui } from '../ui/index.ts';
import type { Attachment } from './attachments.ts';
import type { RecordAnswer } from './record-answer.ts';

const ACCEPT = 'image/jpeg,image/png,application/pdf,.csv,.txt';

/** Photos and files of the record, with a place to add one while the record is open. */
export function Attachments({ data, ui, open }: { data: RecordAnswer; ui: Ui; open: boolean }): JSX.Element {
  const { test, attachments } = data;
  return (
    <Card title={ui.t('testing.attachments')} id="attachments">
      {attachments.length === 0 ? <p class="quiet">{ui.t('testing.noAttachments')}</p> : null}
      <ul class="attachments">
        {attachments.map((one) => (
          <AttachmentLine key={one.hash + one.at} one={one} test={test} mayWithdraw={open} ui={ui} />
        ))}
      </ul>
      {open ? (
        <Form ui={ui} action={`/tests/${test.id}/attachments`} draft="off" files>
          <div class="fields-grid">
            <FileField ui={ui} name="file" label={ui.t('testing.attachFile')} accept={ACCEPT} required width="half" />
            <TextField ui={ui} name="note" label={ui.t('testing.attachNote')} maxLength={200} width="half" />
          </div>
          <FormFoot>
            <button class="btn">{ui.t('testing.attach')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}

function AttachmentLine({
  one,
  test,
  mayWithdraw,
  ui,
}: {
  one: Attachment;
  test: RecordAnswer['test'];
  mayWithdraw: boolean;
  ui: Ui;
}): JSX.Element {
  const href = `/tests/${test.id}/attachments/${one.hash}`;
  return (
    <li class={one.withdrawn ? 'attachment withdrawn' : 'attachment'}>
      {one.type.startsWith('image/') && !one.withdrawn ? (
        <a href={href}>
          <img src={href} alt={one.note || one.name} loading="lazy" />
        </a>
      ) : null}
      <div class="attachment-words">
        <a href={href}>{one.name}</a>
        {one.note ? <span>{one.note}</span> : null}
        <span class="quiet">
          {ui.t('testing.attachedBy', { name: one.by, at: chinaTime(one.at), size: Math.ceil(one.size / 1024) })}
        </span>
        <span class="quiet attachment-hash">SHA-256 {one.hash.slice(0, 16)}</span>
        {one.withdrawn ? (
          <span>
            {ui.t('testing.withdrawnBy', {
              name: one.withdrawn.by,
              at: chinaTime(one.withdrawn.at),
              reason: one.withdrawn.reason,
            })}
          </span>
        ) : mayWithdraw ? (
          <Moves
            ui={ui}
            moves={[
              {
                move: `withdraw-${one.hash.slice(0, 8)}`,
                label: ui.t('testing.withdraw'),
                obstacles: [],
                action: `/tests/${test.id}/withdrawals`,
                reason: true,
                kind: 'danger',
                fields: { hash: one.hash },
              },
            ]}
          />
        ) : null}
      </div>
    </li>
  );
}
