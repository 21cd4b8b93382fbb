import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Picture } from '../plots/index.ts';
import { Card, DataTable, Facts, PageHead, type Ui } from '../ui/index.ts';
import { FiguresForm } from './figures.view.tsx';
import { VerdictPill } from './frame.view.tsx';
import { historyScenes, roundScenes } from './scenes.ts';
import { ownDiffering } from './score.ts';
import type { OpenScore } from './score-types.ts';
import type { ItemSheet } from './show-rounds.ts';

/** One parameter of a round: what went in, every score with its formula, what a score of this round cannot show, and the pictures. */
export function ItemView({ data, ui }: { data: ItemSheet; ui: Ui }): JSX.Element {
  const { item, round, past } = data;
  const { judged } = item;
  const scenes = [...roundScenes(item, ui.lang), ...historyScenes(past, item.name, ui.lang)];
  return (
    <>
      <PageHead
        over={<a href={`/proficiency/rounds/${round.id}`}>{`${round.number} ${round.scheme}`}</a>}
        title={item.name}
        note={<VerdictPill ui={ui} verdict={item.verdict} />}
      >
        <a class="btn" href={`/proficiency/parameters/${item.parameter_code}`}>
          {ui.t('proficiency.history')}
        </a>
      </PageHead>
      {judged ? (
        <Judged data={data} ui={ui} />
      ) : (
        <p class="flash tone-blue">{ui.t(data.enters ? 'proficiency.enterFirst' : 'proficiency.notJudged')}</p>
      )}
      {data.enters && judged === null ? <FiguresForm data={data} ui={ui} /> : null}
      {scenes.length > 0 ? (
        <Card title={ui.t('proficiency.pictures')}>
          {scenes.map(({ wide, narrow }) => (
            <Picture key={wide.title} scene={wide} compact={narrow} lang={ui.lang} />
          ))}
        </Card>
      ) : null}
      {data.enters && judged !== null ? <FiguresForm data={data} ui={ui} /> : null}
    </>
  );
}

function Judged({ data: { item }, ui }: { data: ItemSheet; ui: Ui }): JSX.Element | null {
  const { judged } = item;
  if (judged === null) return null;
  const { assigned, sigma, qualitative, rank } = judged;
  const differing = ownDiffering(item);
  const from = (source: string, method: string | null | undefined): string =>
    [
      lookUp(ui.lang, `proficiency.source.${source}`),
      method && ui.t(`proficiency.robust.${method}` as 'proficiency.robust.algorithm-a'),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      {differing === undefined ? null : (
        <p class="problems tone-amber">
          {ui.t('proficiency.ownDiffers', { value: differing.value, result: item.result ?? '' })}
        </p>
      )}
      {judged.disagrees ? <p class="problems tone-amber">{ui.t('proficiency.disagreesLong')}</p> : null}
      <Card title={ui.t('proficiency.basis')} id="scores">
        <Facts
          facts={[
            { label: ui.t('proficiency.ownResult'), value: [item.result, item.unit].filter(Boolean).join(' ') },
            ...(assigned
              ? [
                  {
                    label: ui.t('field.assigned'),
                    value: `${assigned.value}（${from(assigned.source, assigned.method)}）`,
                  },
                  { label: ui.t('field.uAssigned'), value: assigned.u },
                ]
              : []),
            ...(sigma
              ? [
                  {
                    label: ui.t('field.ptSigma'),
                    value: `${sigma.value}（${from(`sigma-${sigma.source}`, sigma.inputs.method)}）`,
                  },
                ]
              : []),
            ...(qualitative
              ? [
                  { label: ui.t('field.expected'), value: item.figures.expected ?? '', wide: true },
                  { label: ui.t('proficiency.missing'), value: qualitative.missing.join('、') },
                  { label: ui.t('proficiency.extra'), value: qualitative.extra.join('、') },
                ]
              : []),
            { label: ui.t('proficiency.judgedBy'), value: ui.t(`proficiency.by.${judged.by}`) },
            { label: ui.t('proficiency.computed'), value: <VerdictPill ui={ui} verdict={judged.computed} /> },
            {
              label: ui.t('proficiency.providerSays'),
              value: (
                <>
                  {item.figures.providerScore ?? ''} <VerdictPill ui={ui} verdict={judged.provider} />
                </>
              ),
            },
            ...(rank
              ? [
                  {
                    label: ui.t('proficiency.rank'),
                    value: ui.t('proficiency.rankOf', { place: rank.place, of: rank.of }),
                  },
                ]
              : []),
          ]}
        />
        {judged.cautions.length > 0 ? (
          <div class="problems tone-amber mt-3 mb-0">
            <p>
              <strong>{ui.t('proficiency.cannotShow')}</strong>
            </p>
            <ul>
              {judged.cautions.map(({ id, params }) => (
                <li key={`${id}${JSON.stringify(params)}`}>{cautionText(ui, id, params)}</li>
              ))}
            </ul>
          </div>
        ) : null}
      </Card>
      {judged.scores.length > 0 ? (
        <Card title={ui.t('proficiency.scores')} flush>
          <Scores scores={judged.scores} by={judged.by} ui={ui} />
        </Card>
      ) : null}
    </>
  );
}

/** The sentence of a caution. */
export function cautionText(ui: Pick<Ui, 'lang'>, id: string, params: Record<string, string | number>): string {
  return lookUp(ui.lang, id, params);
}

function Scores({ scores, by, ui }: { scores: OpenScore[]; by: string; ui: Ui }): JSX.Element {
  return (
    <DataTable<OpenScore>
      ui={ui}
      caption={ui.t('proficiency.scores')}
      rows={scores}
      rowKey={({ kind }) => kind}
      empty=""
      columns={[
        {
          key: 'kind',
          head: ui.t('proficiency.scoreHead'),
          cell: ({ kind }) =>
            `${ui.t(`proficiency.score.${kind}`)}${kind === by ? ` ${ui.t('proficiency.decides')}` : ''}`,
        },
        { key: 'worked', head: ui.t('proficiency.worked'), cell: ({ worked }) => worked, wrap: true },
        { key: 'shown', head: ui.t('proficiency.value'), cell: ({ shown }) => shown, numeric: true },
        {
          key: 'verdict',
          head: ui.t('proficiency.result'),
          cell: ({ verdict }) => <VerdictPill ui={ui} verdict={verdict} />,
        },
      ]}
    />
  );
}
