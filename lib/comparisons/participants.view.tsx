import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, CheckField, DataTable, FieldSet, Form, FormFoot, Pill, TextArea, type Ui } from '../ui/index.ts';
import { ParticipantMark } from './marks.tsx';
import { unsealed } from './rows.ts';
import type { ComparisonSheet, ParticipantSheet } from './show.ts';
import { localTime } from './times.ts';

/** Who was invited and how far each is; before the closing time only whether something was reported. */
export function ParticipantsCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  const open = unsealed.includes(data.state);
  return (
    <Card title={ui.t('comparison.participants', { n: data.participants.length })} id="participants" flush>
      {open ? null : <p class="quiet p-3 mb-0">{ui.t('comparison.sealedNote', { at: localTime(data.closesAt) })}</p>}
      <DataTable<ParticipantSheet>
        ui={ui}
        caption={ui.t('comparison.participants', { n: data.participants.length })}
        rows={data.participants}
        rowKey={(row) => row.id}
        empty={ui.t('comparison.noParticipants')}
        columns={[
          { key: 'name', head: ui.t('comparison.laboratory'), cell: (row) => row.organisation, wrap: true },
          { key: 'code', head: ui.t('comparison.labCode'), cell: (row) => <code>{row.labCode}</code> },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <ParticipantMark ui={ui} state={row.state} /> },
          { key: 'receipt', head: ui.t('comparison.receipt'), cell: (row) => receiptText(ui, row), wrap: true },
          { key: 'submitted', head: ui.t('comparison.reported'), cell: (row) => <Submitted row={row} ui={ui} /> },
          {
            key: 'remarks',
            head: ui.t('comparison.remarks'),
            cell: (row) => remarks(ui, row),
            wrap: true,
          },
        ]}
      />
      {data.writes && data.state === 'inviting' ? <InviteForm data={data} ui={ui} /> : null}
      {data.writes && ['gathered', 'scored'].includes(data.state) ? <Exceptions data={data} ui={ui} /> : null}
    </Card>
  );
}

function Submitted({ row, ui }: { row: ParticipantSheet; ui: Ui }): JSX.Element {
  if (!row.submitted) return <Pill tone="grey" shape="○" word={ui.t('comparison.submitted.no')} />;
  return row.result?.late ? (
    <Pill tone="orange" shape="!" word={ui.t('comparison.submitted.late')} />
  ) : (
    <Pill tone="green" shape="✔" word={ui.t('comparison.submitted.yes')} />
  );
}

function receiptText(ui: Ui, { receivedAt, condition, receiptNote }: ParticipantSheet): string {
  if (receivedAt === null || condition === null) return '—';
  return [ui.t(`comparison.condition.${condition}`), localTime(receivedAt), receiptNote ?? ''].join(' ').trim();
}

function remarks(ui: Ui, { reason, exclusion, late }: ParticipantSheet): string {
  const parts = [
    reason,
    exclusion === null ? null : ui.t('comparison.excludedFor', { reason: exclusion }),
    late === null ? null : ui.t('comparison.lateFor', { reason: late }),
  ];
  return parts.filter((part) => part !== null && part !== '').join('；') || '—';
}

function InviteForm({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  if (data.laboratories.length === 0)
    return (
      <div class="p-3">
        <p class="quiet">{ui.t('comparison.noLaboratories')}</p>
      </div>
    );
  return (
    <div class="p-3">
      <Form ui={ui} action={`/comparisons/${data.id}/participants`}>
        <FieldSet legend={ui.t('field.laboratories')} problem={ui.problem('laboratories')}>
          {data.laboratories.map(({ id, name, region }) => (
            <CheckField key={id} ui={ui} name="laboratories" value={id} label={`${name}（${region}）`} width="half" />
          ))}
        </FieldSet>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('comparison.invite')}</button>
        </FormFoot>
      </Form>
    </div>
  );
}

/** Late results, and results that are kept out of the statistics: each with its reason. */
function Exceptions({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  const late = data.participants.filter(
    ({ state, submitted, late: allowed }) => ['joined', 'delivered'].includes(state) && !submitted && allowed === null,
  );
  const reported = data.participants.filter(({ submitted }) => submitted);
  return (
    <div class="p-3">
      {data.state === 'gathered'
        ? late.map((row) => (
            <ReasonForm
              key={row.id}
              ui={ui}
              words={ui.t('comparison.allowLate', { name: row.organisation })}
              note={ui.t('comparison.allowLateNote')}
              action={`/comparisons/${data.id}/participants/${row.id}/late`}
              version={row.version}
            />
          ))
        : null}
      {reported.length > 0 ? (
        <details class="more mb-2">
          <summary>{ui.t('comparison.exclusions')}</summary>
          <p class="quiet mt-2">{ui.t('comparison.excludeNote')}</p>
          {reported.map((row) => (
            <ReasonForm
              key={row.id}
              ui={ui}
              words={ui.t(row.exclusion === null ? 'comparison.exclude' : 'comparison.include', {
                code: `${row.labCode} ${row.organisation}`,
              })}
              action={`/comparisons/${data.id}/participants/${row.id}/exclusion`}
              version={row.version}
              hidden={{ keptOut: String(row.exclusion === null) }}
            />
          ))}
        </details>
      ) : null}
    </div>
  );
}

function ReasonForm(props: {
  ui: Ui;
  words: string;
  note?: string;
  action: string;
  version: number;
  hidden?: Record<string, string>;
}): JSX.Element {
  const { ui, words, note, action, version, hidden = {} } = props;
  return (
    <details class="more mb-2">
      <summary>{words}…</summary>
      {note === undefined ? null : <p class="quiet">{note}</p>}
      <Form ui={ui} action={action} version={version}>
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextArea ui={ui} name="reason" label={lookUp(ui.lang, 'field.reason')} required rows={2} maxLength={2000} />
        <FormFoot>
          <button class="btn">{words}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
