import type { JSX } from 'preact';
import type { SetAside } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Facts,
  Form,
  FormFoot,
  Moves,
  PageHead,
  SelectField,
  SignBlock,
  StateText,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { AskPage, OverrideLine, OverridePage } from './overrides.show.ts';

/** What was asked about a reason and decided: who, when and why, a line each. */
export function AsideFacts({ ui, aside }: { ui: Ui; aside: SetAside }): JSX.Element {
  const asked = ui.t('override.askedLine', { name: aside.askedBy, at: chinaTime(aside.askedAt), why: aside.why });
  return (
    <div class="quiet">
      <div>
        <a href={`/overrides/${aside.id}`}>{asked}</a>
      </div>
      {aside.decidedBy === null || aside.decidedAt === null ? null : (
        <div>
          {ui.t(aside.state === 'approved' ? 'override.approvedLine' : 'override.declinedLine', {
            name: aside.decidedBy,
            at: chinaTime(aside.decidedAt),
            why: aside.decision ?? '',
          })}
        </div>
      )}
    </div>
  );
}

/** The record that it is about. */
const TestLink = ({ of }: { of: Pick<AskPage, 'testId' | 'number' | 'item'> }): JSX.Element => (
  <a href={`/tests/${of.testId}`}>
    {of.number}　{of.item}
  </a>
);

export function AskView({ data, ui }: { data: AskPage; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead over={<TestLink of={data} />} title={ui.t('override.ask')} note={ui.t('override.askLead')} />
      <Card>
        <Facts
          facts={[
            { label: ui.t('override.reason'), value: data.reason ? reasonText(ui.lang, data.reason) : '—', wide: true },
            { label: ui.t('override.basis'), value: data.basis ?? '—', wide: true },
          ]}
        />
      </Card>
      <Card title={ui.t('override.ask')}>
        {data.why.length > 0 ? (
          <div class="move-why">
            {data.why.map((reason) => (
              <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
            ))}
          </div>
        ) : (
          <Form ui={ui} action={`/tests/${data.testId}/overrides`}>
            <input type="hidden" name="key" value={data.key} />
            <TextArea ui={ui} name="reason" label={ui.t('override.why')} required maxLength={2000} />
            <FormFoot>
              <button class="btn btn-primary btn-next">{ui.t('override.askDo')}</button>
            </FormFoot>
          </Form>
        )}
      </Card>
    </>
  );
}

export function OverrideView({ data, ui }: { data: OverridePage; ui: Ui }): JSX.Element {
  const { aside } = data;
  const decide = data.moves.find(({ move }) => move === 'approve');
  const withdraw = data.moves.find(({ move }) => move === 'withdraw');
  return (
    <>
      <PageHead over={<TestLink of={data} />} title={ui.t('override.one')}>
        <StateText ui={ui} state={aside.state} />
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('override.reason'), value: reasonText(ui.lang, data.reason), wide: true },
            { label: ui.t('override.basis'), value: data.basis ?? '—', wide: true },
            { label: ui.t('override.why'), value: aside.why, wide: true },
            { label: ui.t('override.askedBy'), value: `${aside.askedBy} ${chinaTime(aside.askedAt)}` },
            ...(aside.decidedBy === null || aside.decidedAt === null
              ? []
              : [
                  { label: ui.t('override.decidedBy'), value: `${aside.decidedBy} ${chinaTime(aside.decidedAt)}` },
                  { label: ui.t('override.decision'), value: aside.decision ?? '—', wide: true },
                ]),
          ]}
        />
      </Card>
      {decide === undefined ? null : <DecisionCard data={data} ui={ui} obstacles={decide.obstacles} />}
      {withdraw?.obstacles.length === 0 ? (
        <Card title={ui.t('override.withdraw')}>
          <Moves
            ui={ui}
            moves={[
              {
                move: 'withdraw',
                label: ui.t('override.withdraw'),
                obstacles: [],
                action: `/overrides/${aside.id}/withdrawal`,
                version: data.version,
                kind: 'danger',
              },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}

function DecisionCard({
  data,
  ui,
  obstacles,
}: {
  data: OverridePage;
  ui: Ui;
  obstacles: OverridePage['moves'][number]['obstacles'];
}): JSX.Element {
  return (
    <Card title={ui.t('override.decide')}>
      {obstacles.length > 0 ? (
        <div class="move-why">
          {obstacles.map((reason) => (
            <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
          ))}
        </div>
      ) : (
        <Form ui={ui} action={`/overrides/${data.aside.id}/decision`} version={data.version} draft="off">
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="decision"
              label={ui.t('override.decision')}
              required
              options={(['approve', 'decline'] as const).map((value) => ({
                value,
                label: ui.t(`override.decision.${value}`),
              }))}
            />
            <TextArea ui={ui} name="reason" label={ui.t('override.decisionWhy')} required maxLength={2000} />
          </div>
          <SignBlock
            ui={ui}
            meaning={ui.t('override.meaning')}
            records={[{ id: data.aside.id, label: `${data.number} ${data.item}`, hash: data.hash }]}
          />
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('override.decideDo')}</button>
          </FormFoot>
        </Form>
      )}
    </Card>
  );
}

export function OverridesView({ lines, ui }: { lines: readonly OverrideLine[]; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.overrides')} note={ui.t('override.lead')} />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.overrides')}
          rows={lines}
          rowKey={(line) => line.aside.id}
          href={(line) => `/overrides/${line.aside.id}`}
          empty={ui.t('override.none')}
          columns={[
            { key: 'state', head: ui.t('field.state'), cell: (line) => <StateText ui={ui} state={line.aside.state} /> },
            { key: 'number', head: ui.t('testing.number'), cell: (line) => line.number },
            { key: 'item', head: ui.t('testing.item'), cell: (line) => line.item, wrap: true },
            {
              key: 'reason',
              head: ui.t('override.reason'),
              cell: (line) => reasonText(ui.lang, line.reason),
              wrap: true,
            },
            { key: 'asked', head: ui.t('override.askedBy'), cell: (line) => line.aside.askedBy },
            { key: 'at', head: ui.t('override.askedAt'), cell: (line) => chinaTime(line.aside.askedAt) },
            { key: 'decided', head: ui.t('override.decidedBy'), cell: (line) => line.aside.decidedBy ?? '—' },
          ]}
        />
      </Card>
    </>
  );
}
