import type { JSX } from 'preact';
import { Picture } from '../plots/index.ts';
import { Card, DataTable, PageHead, type Ui } from '../ui/index.ts';
import { VerdictPill } from './frame.view.tsx';
import { decisive, historyScenes } from './scenes.ts';
import { symbolOf } from './score.ts';
import type { ParameterSheet } from './show-rounds.ts';

/** A parameter over its rounds: picture and list. */
export function ParameterView({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  const scenes = historyScenes(data.past, data.name, ui.lang);
  return (
    <>
      <PageHead
        over={<a href="/proficiency">{ui.t('nav.proficiency')}</a>}
        title={data.name}
        note={ui.t('proficiency.history')}
      />
      {scenes.length > 0 ? (
        <Card>
          {scenes.map(({ wide, narrow }) => (
            <Picture key={wide.title} scene={wide} compact={narrow} lang={ui.lang} />
          ))}
        </Card>
      ) : null}
      <Card flush>
        <DataTable<ParameterSheet['past'][number]>
          ui={ui}
          caption={ui.t('proficiency.history')}
          rows={data.past.toReversed()}
          rowKey={({ id }) => id}
          href={({ id }) => `/proficiency/items/${id}`}
          empty={ui.t('proficiency.noHistory')}
          columns={[
            { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
            { key: 'on', head: ui.t('proficiency.evaluatedOn'), cell: (row) => row.on },
            { key: 'scheme', head: ui.t('field.scheme'), cell: (row) => row.scheme, wrap: true },
            { key: 'result', head: ui.t('proficiency.ownResult'), cell: (row) => row.result ?? '—' },
            {
              key: 'score',
              head: ui.t('proficiency.scoreHead'),
              cell: (row) => {
                const score = decisive(row);
                return score ? `${symbolOf(score.kind)} = ${score.shown}` : '—';
              },
            },
            {
              key: 'verdict',
              head: ui.t('proficiency.result'),
              cell: (row) => <VerdictPill ui={ui} verdict={row.verdict} />,
            },
          ]}
        />
      </Card>
    </>
  );
}
