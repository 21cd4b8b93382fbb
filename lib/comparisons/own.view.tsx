import type { JSX } from 'preact';
import { Picture } from '../plots/svg.tsx';
import {
  Card,
  DataTable,
  Facts,
  FileField,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ActionFacts } from './actions.view.tsx';
import { ActionMark, ParticipantMark, StateMark, VerdictMark } from './marks.tsx';
import type { OwnLine, OwnSheet, OwnTarget } from './own.show.ts';
import { pairScene } from './pictures.ts';
import { ResultsCard } from './results.view.tsx';
import { BasisCard, CautionsCard, flagText, Pictures, resultText, Scores } from './target.view.tsx';
import { localTime } from './times.ts';

/** The comparisons of one laboratory, for its own people. */
export function OwnListView({ lines, ui }: { lines: OwnLine[]; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.ownComparisons')} note={ui.t('comparison.ownNote')} />
      <Card flush>
        <DataTable<OwnLine>
          ui={ui}
          caption={ui.t('nav.ownComparisons')}
          rows={lines}
          rowKey={(row) => row.id}
          href={(row) => `/comparisons/own/${row.id}`}
          empty={ui.t('comparison.ownNone')}
          columns={[
            { key: 'no', head: ui.t('field.schemeNo'), cell: (row) => row.schemeNo },
            { key: 'name', head: ui.t('comparison.name'), cell: (row) => row.name, wrap: true },
            { key: 'stage', head: ui.t('comparison.stage'), cell: (row) => <StateMark ui={ui} state={row.stage} /> },
            {
              key: 'state',
              head: ui.t('comparison.ownState'),
              cell: (row) => <ParticipantMark ui={ui} state={row.state} />,
            },
            { key: 'closes', head: ui.t('field.closesAt'), cell: (row) => localTime(row.closesAt) },
            {
              key: 'submitted',
              head: ui.t('comparison.reported'),
              cell: (row) =>
                row.submitted ? (
                  <Pill tone="green" shape="✔" word={ui.t('comparison.submitted.yes')} />
                ) : (
                  <Pill tone="grey" shape="○" word={ui.t('comparison.submitted.no')} />
                ),
            },
          ]}
        />
      </Card>
    </>
  );
}

/** One comparison for one laboratory: invitation, receipt, results, scores, actions. */
export function OwnView({ data, ui }: { data: OwnSheet; ui: Ui }): JSX.Element {
  const { facts } = data;
  return (
    <>
      <PageHead
        over={<a href="/comparisons/own">{ui.t('nav.ownComparisons')}</a>}
        title={`${facts.schemeNo} ${facts.name}`}
        note={
          <>
            <ParticipantMark ui={ui} state={data.state} /> <StateMark ui={ui} state={facts.state} />
          </>
        }
      />
      {data.actions.length > 0 ? <OwnActions data={data} ui={ui} /> : null}
      {data.targets === null ? null : <Scored data={data} targets={data.targets} ui={ui} />}
      {data.moves.answer ? <Invitation data={data} ui={ui} /> : null}
      {data.moves.receive ? <Receipt data={data} ui={ui} /> : null}
      <ResultsCard data={data} ui={ui} />
      <OwnFacts data={data} ui={ui} />
    </>
  );
}

function OwnFacts({ data, ui }: { data: OwnSheet; ui: Ui }): JSX.Element {
  const { facts } = data;
  return (
    <Card title={ui.t('comparison.invitation')}>
      <Facts
        facts={[
          { label: ui.t('comparison.items'), value: data.items.join('、'), wide: true },
          { label: ui.t('field.dispatchedOn'), value: facts.dispatchedOn },
          { label: ui.t('field.closesAt'), value: localTime(facts.closesAt) },
          { label: ui.t('field.reportOn'), value: facts.reportOn },
          { label: ui.t('comparison.labCode'), value: data.labCode },
          { label: ui.t('comparison.codes'), value: data.codes.join('、') || null },
          { label: ui.t('field.storage'), value: facts.storage },
          { label: ui.t('field.methodNote'), value: facts.method, wide: true },
          { label: ui.t('field.instructions'), value: facts.instructions, wide: true },
          ...(data.condition === null || data.receivedAt === null
            ? []
            : [
                {
                  label: ui.t('comparison.receipt'),
                  value: `${ui.t(`comparison.condition.${data.condition}`)} ${localTime(data.receivedAt)} ${data.receiptNote ?? ''}`,
                  wide: true,
                },
              ]),
          ...(data.reason === null ? [] : [{ label: ui.t('field.reason'), value: data.reason, wide: true }]),
        ]}
      />
    </Card>
  );
}

function Invitation({ data, ui }: { data: OwnSheet; ui: Ui }): JSX.Element {
  const base = `/comparisons/own/${data.id}`;
  return (
    <Card title={ui.t('comparison.answer')} id="answer">
      <p>{ui.t(data.state === 'invited' ? 'comparison.answerLead' : 'comparison.answered')}</p>
      {data.state === 'invited' ? (
        <Form ui={ui} action={`${base}/acceptance`} version={data.version}>
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('comparison.join')}</button>
          </FormFoot>
        </Form>
      ) : null}
      <details class="more mb-2" open={ui.problem('reason') !== undefined}>
        <summary>{ui.t('comparison.decline')}</summary>
        <Form ui={ui} action={`${base}/refusal`} version={data.version}>
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
          <FormFoot>
            <button class="btn">{ui.t('comparison.decline')}</button>
          </FormFoot>
        </Form>
      </details>
    </Card>
  );
}

function Receipt({ data, ui }: { data: OwnSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('comparison.receive')} id="receipt">
      <p class="quiet">{ui.t('comparison.receiveLead', { n: data.unitCount })}</p>
      <Form ui={ui} action={`/comparisons/own/${data.id}/receipt`} version={data.version}>
        <div class="fields-grid">
          <TextField
            ui={ui}
            name="unitCodes"
            label={ui.t('field.unitCodes')}
            width="half"
            required
            scan
            capitals
            maxLength={200}
            hint={ui.t('comparison.codesHint')}
          />
          <SelectField
            ui={ui}
            name="receiptCondition"
            label={ui.t('field.receiptCondition')}
            width="half"
            required
            options={(['good', 'damaged'] as const).map((value) => ({
              value,
              label: ui.t(`comparison.condition.${value}`),
            }))}
          />
          <TextArea
            ui={ui}
            name="receiptNote"
            label={ui.t('field.receiptNote')}
            rows={2}
            maxLength={2000}
            hint={ui.t('comparison.receiptNoteHint')}
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('comparison.confirmReceipt')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function Scored({ data, targets, ui }: { data: OwnSheet; targets: OwnTarget[]; ui: Ui }): JSX.Element {
  const base = `/comparisons/own/${data.id}`;
  return (
    <>
      <Card title={ui.t('comparison.ownScores')}>
        <p class="quiet">{ui.t('comparison.ownScoresLead', { code: data.labCode })}</p>
        <div class="page-acts">
          {data.submissions.length > 0 ? (
            <a class="btn btn-primary" href={`${base}/report`}>
              {ui.t('comparison.report')}
            </a>
          ) : null}
          <a class="btn" href={`${base}/summary`}>
            {ui.t('comparison.summary')}
          </a>
        </div>
      </Card>
      {targets.map((one) => (
        <OwnScore key={one.target.key} one={one} data={data} ui={ui} />
      ))}
      <PairCard data={data} targets={targets} ui={ui} />
    </>
  );
}

function OwnScore({ one, data, ui }: { one: OwnTarget; data: OwnSheet; ui: Ui }): JSX.Element {
  const { target, code, line, others } = one;
  const name = `${target.name} ${data.facts.samples.length === 1 ? '' : target.sample}（${code}）`;
  return (
    <>
      <Card title={name}>
        {line === null ? (
          <p class="quiet mb-0">{ui.t('comparison.notReported')}</p>
        ) : (
          <Facts
            facts={[
              { label: ui.t('comparison.result'), value: resultText(line) },
              { label: ui.t('comparison.verdict'), value: <VerdictMark ui={ui} verdict={line.verdict} /> },
              { label: ui.t('comparison.scores'), value: <Scores line={line} ui={ui} /> },
              { label: ui.t('comparison.remarks'), value: flagText(ui, line), wide: true },
            ]}
          />
        )}
      </Card>
      <CautionsCard target={target} ui={ui} />
      <Pictures target={target} shown={others} ui={ui} own={data.labCode} />
      <BasisCard target={target} ui={ui} />
    </>
  );
}

/** Results of both samples against each other, item by item. */
function PairCard({ data, targets, ui }: { data: OwnSheet; targets: OwnTarget[]; ui: Ui }): JSX.Element | null {
  const scenes = targets.flatMap((a) => {
    const b = targets.find(({ target }) => target.name === a.target.name && target.sample === 'B');
    if (a.target.sample !== 'A' || !b) return [];
    const both = [
      { head: a.target, shown: a.others },
      { head: b.target, shown: b.others },
    ] as const;
    const wide = pairScene(...both, { lang: ui.lang, own: data.labCode });
    const compact = pairScene(...both, { lang: ui.lang, own: data.labCode, width: 340 });
    return wide && compact ? [{ wide, compact }] : [];
  });
  if (scenes.length === 0) return null;
  return (
    <Card title={ui.t('comparison.pairs')}>
      {scenes.map(({ wide, compact }) => (
        <Picture key={wide.title} scene={wide} compact={compact} lang={ui.lang} />
      ))}
    </Card>
  );
}

function OwnActions({ data, ui }: { data: OwnSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('comparison.actionsOwn')} id="actions">
      {data.actions.map((action) => {
        const base = `/comparisons/own/${data.id}/actions/${action.id}`;
        return (
          <div key={action.id} class="mb-3">
            <p class="mb-2">
              <ActionMark ui={ui} state={action.state} />
            </p>
            <ActionFacts action={action} ui={ui} file={`${base}/file`} />
            {action.state === 'requested' ? (
              <Form ui={ui} action={base} version={action.version} files>
                <div class="fields-grid">
                  <TextArea ui={ui} name="reply" label={ui.t('field.reply')} required maxLength={2000} />
                  <FileField
                    ui={ui}
                    name="file"
                    label={ui.t('field.file')}
                    accept=".pdf,.jpg,.jpeg,.png"
                    hint={ui.t('comparison.fileHint')}
                  />
                </div>
                <FormFoot>
                  <button class="btn btn-primary">{ui.t('comparison.reply')}</button>
                </FormFoot>
              </Form>
            ) : null}
          </div>
        );
      })}
    </Card>
  );
}
