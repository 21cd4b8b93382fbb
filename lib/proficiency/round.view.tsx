import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Facts, type MoveButton, Moves, PageHead, Steps, type Ui } from '../ui/index.ts';
import { Deadline, RoundPill, VerdictPill } from './frame.view.tsx';
import { type Made, NextStep } from './round-steps.view.tsx';
import type { Kept, KeptFile, RoundState } from './rows.ts';
import { symbolOf } from './score.ts';
import type { ItemLine, RoundSheet } from './show-rounds.ts';

const line: readonly RoundState[] = [
  'planned',
  'registered',
  'received',
  'testing',
  'results',
  'reviewed',
  'submitted',
  'reported',
  'evaluated',
  'archived',
];

/** Where a round stands among the steps of its way; a side state stands at the step it came from. */
const placeOf = (state: RoundState): number =>
  line.indexOf(state === 'late' ? 'reviewed' : state === 'appealed' ? 'evaluated' : state);

export function RoundView({ data, ui }: { data: RoundSheet; ui: Ui }): JSX.Element {
  const { round, items } = data;
  const at = placeOf(round.state);
  return (
    <>
      <PageHead
        over={<a href="/proficiency">{ui.t('nav.proficiency')}</a>}
        title={`${round.number} ${round.scheme}`}
        note={
          <>
            <RoundPill ui={ui} state={round.state} />{' '}
            {data.term === null ? null : <Deadline ui={ui} hours={data.hours} term={data.term} />}
            {round.late_by !== null && round.submitted_at !== null ? ` ${ui.t('proficiency.lateMark')}` : null}
          </>
        }
      >
        {['evaluated', 'appealed', 'archived'].includes(round.state) ? (
          <a class="btn" href={`/proficiency/rounds/${round.id}/record.pdf`}>
            {ui.t('proficiency.record')}
          </a>
        ) : null}
      </PageHead>
      <Steps
        label={ui.t('proficiency.progress')}
        steps={line.map((state, i) => ({
          id: state,
          label: ui.t(`proficiency.state.${state}`),
          state:
            round.state === 'withdrawn'
              ? 'todo'
              : i < at
                ? 'done'
                : i > at
                  ? 'todo'
                  : state === 'archived'
                    ? 'done'
                    : 'now',
        }))}
      />
      {data.reminder !== null && data.term === 'amber' ? (
        <p class="problems tone-amber">{ui.t('proficiency.reminder', { hours: data.reminder })}</p>
      ) : null}
      <NextStep data={data} ui={ui} />
      <Card title={ui.t('proficiency.itemsTitle')} flush>
        <Items items={items} ui={ui} />
      </Card>
      {data.correctives.length > 0 ? <Correctives data={data} ui={ui} /> : null}
      <Card title={ui.t('proficiency.facts')}>
        <Facts facts={factsOf(data, ui)} />
      </Card>
      <Card title={ui.t('moves.title')}>
        <Moves ui={ui} moves={buttons(data, ui)} />
      </Card>
    </>
  );
}

function Items({ items, ui }: { items: ItemLine[]; ui: Ui }): JSX.Element {
  return (
    <DataTable<ItemLine>
      ui={ui}
      caption={ui.t('proficiency.itemsTitle')}
      rows={items}
      rowKey={({ id }) => id}
      href={({ id }) => `/proficiency/items/${id}`}
      empty=""
      columns={[
        { key: 'name', head: ui.t('proficiency.parameter'), cell: (row) => row.name, wrap: true },
        { key: 'result', head: ui.t('proficiency.ownResult'), cell: (row) => row.result ?? '—' },
        { key: 'unit', head: ui.t('field.unit'), cell: (row) => row.unit ?? '—' },
        { key: 'assigned', head: 'xpt', cell: (row) => row.judged?.assigned?.value ?? row.figures.assigned ?? '—' },
        { key: 'sigma', head: 'σpt', cell: (row) => row.judged?.sigma?.value ?? '—' },
        { key: 'score', head: ui.t('proficiency.scoreHead'), cell: (row) => scoreWords(row, ui) },
        {
          key: 'provider',
          head: ui.t('proficiency.providerSays'),
          cell: (row) =>
            row.figures.providerScore ??
            (row.judged?.provider ? <VerdictPill ui={ui} verdict={row.judged.provider} /> : '—'),
        },
        {
          key: 'verdict',
          head: ui.t('proficiency.result'),
          cell: (row) => (
            <>
              <VerdictPill ui={ui} verdict={row.verdict} />
              {row.judged?.disagrees ? ` ≠ ${ui.t('proficiency.disagrees')}` : ''}
            </>
          ),
        },
      ]}
    />
  );
}

function scoreWords({ judged }: ItemLine, ui: Ui): string {
  const score = judged?.scores.find(({ kind }) => kind === judged.by);
  if (score) return `${symbolOf(score.kind)} = ${score.shown}`;
  return judged?.qualitative ? ui.t(`proficiency.answer.${judged.qualitative.verdict}`) : '—';
}

function Correctives({ data, ui }: { data: RoundSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('proficiency.correctives')}>
      <ul>
        {data.correctives.map((file) => (
          <li key={file.id}>
            <a href={`/proficiency/correctives/${file.id}`}>{file.number}</a> {file.parameter_code}{' '}
            {ui.t(`proficiency.fileKind.${file.kind}`)} · {ui.t(`proficiency.fileState.${file.state}`)} ·{' '}
            {ui.t('proficiency.until', { day: file.due_on })}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A paper of a round, to open. */
function Paper({
  round,
  which,
  file,
}: {
  round: string;
  which: string;
  file: KeptFile | null | undefined;
}): JSX.Element | null {
  return file ? <a href={`/proficiency/rounds/${round}/papers/${which}`}>{file.name}</a> : null;
}

function factsOf({ round, provider, sample, people }: RoundSheet, ui: Ui) {
  const who = (kept: Kept | null): string => (kept ? `${chinaTime(kept.at)} ${people[kept.by] ?? ''}` : '');
  const name = (id: string | null): string => people[id ?? ''] ?? '';
  const { receipt } = round;
  const paper = (which: string, file: KeptFile | null | undefined) => (
    <Paper round={round.id} which={which} file={file} />
  );
  const kept = (label: string, which: string, one: Kept | null, more = '') =>
    one === null
      ? []
      : [
          {
            label,
            wide: true,
            value: (
              <>
                {[who(one), more, one.note].filter(Boolean).join(' · ')} {paper(which, one.file)}
              </>
            ),
          },
        ];
  const words = (label: string, value: string | null) =>
    value === null || value === '' ? [] : [{ label, value, wide: true }];
  return [
    { label: ui.t('field.provider'), value: provider.name },
    { label: ui.t('field.accreditationNo'), value: provider.accreditation_no },
    { label: ui.t('field.schemeNo'), value: round.scheme_no },
    { label: ui.t('field.labCode'), value: round.lab_code },
    { label: ui.t('field.deadline'), value: chinaTime(round.deadline_at) },
    { label: ui.t('field.cost'), value: round.cost },
    { label: ui.t('field.responsible'), value: round.responsible },
    { label: ui.t('field.sample'), value: round.sample },
    ...words(ui.t('field.method'), round.method),
    ...kept(ui.t('proficiency.fact.registration'), 'registration', round.registration),
    ...(receipt
      ? [
          {
            label: ui.t('proficiency.fact.receipt'),
            wide: true,
            value: (
              <>
                {[
                  receipt.on,
                  ui.t(`proficiency.condition.${receipt.condition}`),
                  receipt.temperature === null ? '' : `${receipt.temperature} ℃`,
                  receipt.statement,
                  receipt.instructions,
                  receipt.note,
                ]
                  .filter(Boolean)
                  .join(' · ')}{' '}
                {paper('receipt', receipt.file)}
              </>
            ),
          },
        ]
      : []),
    ...(sample
      ? [
          {
            label: ui.t('proficiency.fact.bench'),
            value: (
              <>
                <a href={`/samples/${sample.id}`}>{sample.number}</a>{' '}
                {ui.t('proficiency.benchDone', { done: sample.done, of: sample.of })}
              </>
            ),
          },
        ]
      : []),
    ...(round.reviewed_at === null
      ? []
      : [
          {
            label: ui.t('proficiency.fact.review'),
            wide: true,
            value: [chinaTime(round.reviewed_at), name(round.reviewed_by), round.review_note]
              .filter(Boolean)
              .join(' · '),
          },
        ]),
    ...words(
      ui.t('proficiency.fact.late'),
      round.late_reason &&
        [round.late_reason, name(round.late_asked_by), name(round.late_by)].filter(Boolean).join(' · '),
    ),
    ...kept(
      ui.t('proficiency.fact.submission'),
      'submission',
      round.submission,
      ui.t('proficiency.handedIn', { at: chinaTime(round.submitted_at ?? round.created_at) }),
    ),
    ...kept(ui.t('proficiency.fact.report'), 'report', round.report, round.report_on ?? ''),
    ...words(
      ui.t('proficiency.fact.evaluation'),
      round.evaluated_at &&
        [chinaTime(round.evaluated_at), name(round.evaluated_by), round.evaluation].filter(Boolean).join(' · '),
    ),
    ...words(ui.t('field.measures'), round.measures),
    ...words(ui.t('proficiency.fact.appealTo'), round.appeal_to),
    ...kept(ui.t('proficiency.fact.appeal'), 'appeal', round.appeal),
    ...words(ui.t('proficiency.fact.outcome'), round.outcome),
    ...words(
      ui.t('proficiency.fact.withdrawn'),
      round.withdrawn_reason && `${name(round.withdrawn_by)} · ${round.withdrawn_reason}`,
    ),
  ];
}

/** Steps with a form of their own stand above; these are plain. */
const plain: Record<
  Made,
  { path: string; reason?: true; kind?: 'primary' | 'danger'; fields?: Record<string, string> }
> = {
  'ask-late': { path: 'late', reason: true, kind: 'primary' },
  'allow-late': { path: 'late/approval', kind: 'primary' },
  appeal: { path: 'appeal', reason: true },
  uphold: { path: 'appeal/decision', reason: true, fields: { decision: 'uphold' } },
  dismiss: { path: 'appeal/decision', reason: true, fields: { decision: 'dismiss' } },
  archive: { path: 'archive', kind: 'primary' },
  withdraw: { path: 'withdrawal', reason: true, kind: 'danger' },
};

const isMade = (move: string): move is Made => move in plain;

function buttons({ round, moves }: RoundSheet, ui: Ui): MoveButton[] {
  return moves.flatMap(({ move, obstacles }): MoveButton[] => {
    // An approval for going out late is only asked for where it is late.
    if (!isMade(move) || (move === 'ask-late' && obstacles.length > 0)) return [];
    const { path, reason = false, kind = 'plain', fields } = plain[move];
    return [
      {
        ...{ move, reason, kind, fields, version: round.version },
        label: ui.t(`proficiency.move.${move}`),
        obstacles: obstacles.map((one) => reasonText(ui.lang, one)),
        action: `/proficiency/rounds/${round.id}/${path}`,
      },
    ];
  });
}
