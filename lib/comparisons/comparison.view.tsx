import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  Facts,
  Form,
  FormFoot,
  type MoveButton,
  Moves,
  PageHead,
  SignBlock,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import { ActionsCard } from './actions.view.tsx';
import { ChecksCard } from './checks.view.tsx';
import { EvaluationCard } from './evaluation.view.tsx';
import { ItemsCard } from './items.view.tsx';
import { PlanFields } from './list.view.tsx';
import { StateMark, signedText } from './marks.tsx';
import { ParticipantsCard } from './participants.view.tsx';
import type { ComparisonSheet } from './show.ts';
import { localTime } from './times.ts';
import { UnitsCard } from './units.view.tsx';

const paths = {
  check: 'checked',
  revise: 'revision',
  start: 'start',
  dispatch: 'dispatch',
  gather: 'closing',
  evaluate: 'evaluation',
  file: 'filing',
  cancel: 'cancellation',
} as const;

/** One comparison for the organiser, in the order of the work. */
export function ComparisonView({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  const isDraft = data.state === 'draft';
  const planned = !isDraft && data.state !== 'checked';
  return (
    <>
      <PageHead
        over={<a href="/comparisons">{ui.t('nav.comparisons')}</a>}
        title={`${data.schemeNo} ${data.name}`}
        note={<StateMark ui={ui} state={data.state} />}
      />
      <FactsCard data={data} ui={ui} />
      {data.writes ? <NextCard data={data} ui={ui} /> : null}
      {data.evaluation === null ? null : <EvaluationCard data={data} ui={ui} />}
      {planned ? <ParticipantsCard data={data} ui={ui} /> : null}
      {data.state === 'published' || data.state === 'filed' ? <ActionsCard data={data} ui={ui} /> : null}
      <ItemsCard data={data} ui={ui} />
      <UnitsCard data={data} ui={ui} />
      <ChecksCard data={data} ui={ui} />
      {isDraft && data.writes ? (
        <Card title={ui.t('comparison.plan')} id="plan">
          <Form ui={ui} action={`/comparisons/${data.id}`} version={data.version}>
            <PlanFields ui={ui} given={data} />
            <FormFoot>
              <button class="btn">{ui.t('act.save')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

function FactsCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  return (
    <Card>
      <Facts
        facts={[
          { label: ui.t('field.invitedOn'), value: data.invitedOn },
          { label: ui.t('field.dispatchedOn'), value: data.dispatchedOn },
          { label: ui.t('field.closesAt'), value: localTime(data.closesAt) },
          { label: ui.t('field.reportOn'), value: data.reportOn },
          { label: ui.t('comparison.samples'), value: data.samples.join(' / ') },
          { label: ui.t('field.storage'), value: data.storage },
          { label: ui.t('comparison.author'), value: data.author },
          { label: ui.t('comparison.startedBy'), value: signedText(data.started) },
          { label: ui.t('comparison.evaluatedBy'), value: signedText(data.evaluated) },
          { label: ui.t('comparison.confirmedBy'), value: signedText(data.confirmed) },
          { label: ui.t('field.methodNote'), value: data.method, wide: true },
          { label: ui.t('field.instructions'), value: data.instructions, wide: true },
          ...(data.endedReason === null
            ? []
            : [{ label: ui.t('comparison.endedReason'), value: data.endedReason, wide: true }]),
        ]}
      />
    </Card>
  );
}

function NextCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element | null {
  const shown = data.moves.filter(({ move }) => move !== 'reopen' && move !== 'publish');
  const publish = data.moves.find(({ move }) => move === 'publish');
  if (data.moves.length === 0) return null;
  const buttons = shown.flatMap(({ move, obstacles }): MoveButton[] => {
    if (move === 'reopen' || move === 'publish') return [];
    return [
      {
        move,
        label: ui.t(
          move === 'evaluate' && data.state === 'scored' ? 'comparison.evaluateAgain' : `move.comparison.${move}`,
        ),
        obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)),
        action: `/comparisons/${data.id}/${paths[move]}`,
        version: data.version,
        reason: move === 'cancel',
        kind: kindOf(move, data.state),
        ...(move === 'dispatch' && { confirm: ui.t('comparison.confirmDispatch') }),
      },
    ];
  });
  return (
    <Card title={ui.t('comparison.next')} id="next">
      <p class="quiet mb-3">{ui.t(`comparison.lead.${data.state}`)}</p>
      <Moves ui={ui} moves={buttons} />
      {publish ? (
        <div class="mt-3">
          <Publish data={data} ui={ui} obstacles={publish.obstacles} />
        </div>
      ) : null}
      <DecisionForm data={data} ui={ui} />
    </Card>
  );
}

const kindOf = (move: keyof typeof paths, state: string): 'primary' | 'plain' | 'danger' => {
  if (move === 'cancel') return 'danger';
  return move === 'revise' || state === 'scored' ? 'plain' : 'primary';
};

function Publish(props: {
  data: ComparisonSheet;
  ui: Ui;
  obstacles: ComparisonSheet['moves'][number]['obstacles'];
}): JSX.Element {
  const { data, ui, obstacles } = props;
  if (obstacles.length > 0)
    return (
      <>
        {obstacles.map((reason) => (
          <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
        ))}
      </>
    );
  return (
    <Form ui={ui} action={`/comparisons/${data.id}/publication`} version={data.version} draft="off" id="publish">
      <SignBlock
        ui={ui}
        meaning={ui.t('comparison.meaning')}
        records={[{ id: data.id, label: `${data.schemeNo} ${data.name}`, hash: data.hash }]}
      />
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('move.comparison.publish')}</button>
      </FormFoot>
    </Form>
  );
}

/** Units that are not homogeneous: a second person decides whether they are used all the same. */
function DecisionForm({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element | null {
  const failed = data.checks.some(({ kind, result }) => kind === 'homogeneity' && !result.passes);
  if (!failed || data.decision !== null || !['checked', 'inviting'].includes(data.state)) return null;
  return (
    <details class="move-reason">
      <summary class="btn">{ui.t('comparison.decide')}…</summary>
      <p class="quiet">{ui.t('comparison.decideNote')}</p>
      <Form ui={ui} action={`/comparisons/${data.id}/decision`} version={data.version}>
        <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={2000} />
        <FormFoot>
          <button class="btn">{ui.t('comparison.decide')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
