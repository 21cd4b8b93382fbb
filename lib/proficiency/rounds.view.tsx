import type { JSX } from 'preact';
import { Card, chinaTime, DataTable, PageHead, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import type { DueRound } from './due.ts';
import { DaysLeft, Deadline, ProficiencyTabs, RoundPill, VerdictPill } from './frame.view.tsx';
import type { RoundLine, RoundsList } from './show-rounds.ts';

function href({ state, q, after }: { state?: string | null; q?: string; after?: string | null }): string {
  const pairs = Object.entries({ state, q, after }).flatMap(([name, value]): [string, string][] =>
    value ? [[name, value]] : [],
  );
  return pairs.length === 0 ? '/proficiency' : `/proficiency?${new URLSearchParams(pairs).toString()}`;
}

/** 能力验证: what is due, and every participation. */
export function RoundsView({ data, ui }: { data: RoundsList; ui: Ui }): JSX.Element {
  const { state, q } = data;
  const total = data.counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <PageHead title={ui.t('nav.proficiency')} note={ui.t('proficiency.lead')}>
        <a class="btn" href="/proficiency/rounds.xlsx">
          {ui.t('proficiency.exportRounds')}
        </a>
        {ui.may('proficiency.write') ? (
          <a class="btn btn-primary" href="/proficiency/rounds/new">
            {ui.t('proficiency.newRound')}
          </a>
        ) : null}
      </PageHead>
      <ProficiencyTabs ui={ui} at="/proficiency" />
      {data.due.length > 0 ? <DueCard due={data.due} ui={ui} /> : null}
      <Tabs
        label={ui.t('field.state')}
        tabs={[
          { href: href({ q }), label: ui.t('proficiency.allRounds'), active: state === null, count: total },
          ...data.counts.map((own) => ({
            href: href({ state: own.state, q }),
            label: ui.t(`proficiency.state.${own.state}`),
            active: state === own.state,
            count: own.count,
          })),
        ]}
      />
      <SearchBar
        ui={ui}
        action="/proficiency"
        q={q}
        label={ui.t('proficiency.search')}
        kept={{ state }}
        chosen={state !== null}
      />
      <DataTable<RoundLine>
        ui={ui}
        caption={ui.t('proficiency.rounds')}
        rows={data.lines}
        rowKey={({ id }) => id}
        href={({ id }) => `/proficiency/rounds/${id}`}
        tone={({ term }) => (term === 'late' ? 'late' : term === 'amber' ? 'amber' : undefined)}
        empty={ui.t(total === 0 ? 'proficiency.noRounds' : 'proficiency.noneFound')}
        emptyAct={
          total === 0 && ui.may('proficiency.write')
            ? { href: '/proficiency/plans', label: ui.t('proficiency.plans') }
            : undefined
        }
        first={data.after === null ? undefined : href({ state, q })}
        next={data.next === null ? undefined : href({ state, q, after: data.next })}
        columns={[
          { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
          { key: 'scheme', head: ui.t('field.scheme'), cell: (row) => row.scheme, wrap: true },
          { key: 'provider', head: ui.t('field.provider'), cell: (row) => row.provider, wrap: true },
          {
            key: 'parameters',
            head: ui.t('proficiency.parameters'),
            cell: (row) => row.parameters.join('、'),
            wrap: true,
            deskOnly: true,
          },
          {
            key: 'deadline',
            head: ui.t('field.deadline'),
            cell: (row) => (
              <>
                {chinaTime(row.deadlineAt)}{' '}
                {row.term === null ? null : <Deadline ui={ui} hours={row.hours} term={row.term} />}
              </>
            ),
            wrap: true,
          },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <RoundPill ui={ui} state={row.state} /> },
          {
            key: 'verdict',
            head: ui.t('proficiency.result'),
            cell: (row) => (
              <>
                <VerdictPill ui={ui} verdict={row.verdict} />
                {row.late ? ` ${ui.t('proficiency.lateMark')}` : ''}
              </>
            ),
          },
        ]}
      />
    </>
  );
}

/** 72, 24 and 4 hours before a deadline, and what has passed it. */
function DueCard({ due, ui }: { due: DueRound[]; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('proficiency.dueTitle')} flush>
      <DataTable<DueRound>
        ui={ui}
        caption={ui.t('proficiency.dueTitle')}
        rows={due}
        rowKey={({ id }) => id}
        href={(row) => row.href}
        empty=""
        columns={[
          { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
          { key: 'kind', head: ui.t('proficiency.dueKind'), cell: (row) => ui.t(`proficiency.due.${row.kind}`) },
          { key: 'title', head: ui.t('proficiency.what'), cell: (row) => row.title, wrap: true },
          {
            key: 'at',
            head: ui.t('field.deadline'),
            cell: (row) => (row.kind === 'round' ? chinaTime(row.dueAt) : row.dueAt),
          },
          {
            key: 'left',
            head: ui.t('proficiency.left'),
            cell: (row) =>
              row.kind === 'round' ? (
                <Deadline ui={ui} hours={row.hours} term={row.term} />
              ) : (
                <DaysLeft ui={ui} days={Math.floor(row.hours / 24)} term={row.term} />
              ),
          },
        ]}
      />
    </Card>
  );
}
