import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, Pill, type Ui } from '../ui/index.ts';
import type { AskedOf } from './asked.ts';
import type { RecordAnswer } from './record-answer.ts';

/** The investigations of a result, or how one is opened; which attempt a record is, and whether it counts. */
export function AskedPart({ data: { asked: stands, test }, ui }: { data: RecordAnswer; ui: Ui }): JSX.Element | null {
  const { list: asked, standing, attempt, reference } = stands;
  const mayOpen =
    ui.may('investigation.write') &&
    standing === 'counts' &&
    ['submitted', 'reviewed'].includes(test.state) &&
    asked.every(({ state }) => state === 'closed' || state === 'dropped');
  const isPlain = standing === 'counts' && attempt === 0 && !reference;
  if (asked.length === 0 && !mayOpen && isPlain) return null;
  return (
    <Card title={ui.t('investigation.title')}>
      {isPlain ? null : (
        <p class="mb-2">
          <Pill
            tone={standing === 'invalid' ? 'grey' : 'violet'}
            shape={standing === 'invalid' ? '✕' : '↩'}
            word={ui.t(standingKey(stands), { n: attempt })}
          />
        </p>
      )}
      {asked.map(({ id, number, kind, state, conclusion, conclusion_reason }) => (
        <p key={id} class="mb-1">
          <a href={`/investigations/${id}`}>{number}</a> {lookUp(ui.lang, `investigation.short.${kind}`)}{' '}
          {lookUp(ui.lang, `investigation.state.${state}`)}
          {conclusion === null ? '' : `　${lookUp(ui.lang, `investigation.conclusion.${conclusion}`)}`}
          {conclusion_reason === null ? null : <span class="quiet">　{conclusion_reason}</span>}
        </p>
      ))}
      {mayOpen ? (
        <a class="btn" href={`/investigations/new?test=${test.id}`}>
          {ui.t('investigation.new')}
        </a>
      ) : null}
    </Card>
  );
}

/** How a record stands to the report, as its message is called. */
export function standingKey({
  standing,
  attempt,
  reference,
}: Pick<AskedOf, 'standing' | 'attempt' | 'reference'>):
  | 'standing.reference'
  | 'standing.first'
  | 'standing.counts'
  | 'standing.retest'
  | 'standing.invalid' {
  if (reference) return 'standing.reference';
  return standing === 'retest' && attempt === 0 ? 'standing.first' : `standing.${standing}`;
}
