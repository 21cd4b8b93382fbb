import type { JSX } from 'preact';
import { asked, listHref, SearchLine } from '../samplings/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Facts,
  Form,
  FormFoot,
  PageHead,
  Pill,
  Tabs,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { ImplausiblePage } from './plausible-list.ts';
import { type ImplausibilityRow, implausibleKinds, implausibleStates, type Side } from './plausible-rows.ts';

const time = (at: string): string => at.replace('T', ' ');

/** When both were said to be true at once. */
const period = ({ from_at, to_at }: Pick<ImplausibilityRow, 'from_at' | 'to_at'>): string =>
  from_at === to_at ? time(from_at) : `${time(from_at)} ～ ${time(to_at)}`;

export function StateOf({ ui, state }: { ui: Ui; state: ImplausibilityRow['state'] }): JSX.Element {
  const look = {
    open: { tone: 'red', shape: '▲' },
    explained: { tone: 'teal', shape: '●' },
    gone: { tone: 'grey', shape: '○' },
  } as const;
  return <Pill {...look[state]} word={ui.t(`plausibility.${state}`)} />;
}

/** What cannot both be true, the newest day first. */
export function ImplausibleListView({ data: { rows, next }, ui }: { data: ImplausiblePage; ui: Ui }): JSX.Element {
  const here = asked(ui);
  const given = Object.fromEntries(
    ['state', 'kind', 'q', 'from', 'to'].map((name) => [name, here.get(name) ?? undefined]),
  );
  const state = given['state'] ?? 'open';
  const href = (change: Record<string, string | undefined>) => listHref('/plausibility', { ...given, ...change });
  return (
    <>
      <PageHead title={ui.t('nav.plausibility')} note={ui.t('plausibility.note')} />
      <Tabs
        label={ui.t('field.state')}
        tabs={implausibleStates.map((one) => ({
          href: href({ state: one === 'open' ? undefined : one }),
          label: ui.t(`plausibility.${one}`),
          active: one === state,
        }))}
      />
      <Tabs
        label={ui.t('plausibility.kind')}
        tabs={[undefined, ...implausibleKinds].map((one) => ({
          href: href({ kind: one }),
          label: one === undefined ? ui.t('plausibility.all') : ui.t(`plausibility.kind.${one}`),
          active: one === given['kind'],
        }))}
      />
      <SearchLine
        ui={ui}
        path="/plausibility"
        q={given['q']}
        hidden={{ state: given['state'], kind: given['kind'], from: given['from'], to: given['to'] }}
        label={ui.t('plausibility.search')}
      />
      <DataTable
        ui={ui}
        caption={ui.t('nav.plausibility')}
        rows={rows}
        rowKey={(row) => row.id}
        href={(row) => `/plausibility/${row.id}`}
        empty={ui.t(state === 'open' ? 'plausibility.none' : 'plausibility.noneOf')}
        next={next ? href({ after: next }) : undefined}
        first={here.get('after') ? href({}) : undefined}
        columns={[
          { key: 'at', head: ui.t('plausibility.when'), cell: period },
          {
            key: 'kind',
            head: ui.t('plausibility.kind'),
            cell: (row) => ui.t(`plausibility.kind.${row.kind}`),
            wrap: true,
          },
          {
            key: 'subject',
            head: ui.t('plausibility.subject'),
            cell: (row) => (
              <a href={listHref('/plausibility', { state: given['state'], q: row.subject_name })}>{row.subject_name}</a>
            ),
            wrap: true,
          },
          { key: 'first', head: ui.t('plausibility.first'), cell: (row) => sideText(ui, row.params.first), wrap: true },
          {
            key: 'second',
            head: ui.t('plausibility.second'),
            cell: (row) => sideText(ui, row.params.second),
            wrap: true,
          },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <StateOf ui={ui} state={row.state} /> },
        ]}
      />
    </>
  );
}

const sideText = (ui: Ui, { number, item, room }: Side): string =>
  [number, item[ui.lang], room].filter(Boolean).join(' ');

/** Both records side by side, and the explanation of somebody who had no hand in either. */
export function ImplausibleView({ finding, ui }: { finding: ImplausibilityRow; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        title={finding.subject_name}
        over={<a href="/plausibility">{ui.t('nav.plausibility')}</a>}
        note={ui.t(`plausibility.why.${finding.kind}`)}
      >
        <StateOf ui={ui} state={finding.state} />
      </PageHead>
      <Card title={ui.t(`plausibility.kind.${finding.kind}`)}>
        <Facts line facts={[{ label: ui.t('plausibility.when'), value: period(finding) }]} />
        <div class="two-columns">
          <SideCard ui={ui} side={finding.params.first} id={finding.test_id} />
          <SideCard ui={ui} side={finding.params.second} id={finding.other_id} />
        </div>
      </Card>
      {finding.state === 'explained' ? (
        <Card title={ui.t('plausibility.explained')}>
          <p>{finding.explanation}</p>
          <p class="quiet mb-0">
            {finding.explained_name} {chinaTime(finding.explained_at ?? finding.created_at)}
          </p>
        </Card>
      ) : null}
      {finding.state === 'open' && ui.may('plausibility.explain') ? (
        <Card title={ui.t('plausibility.explain')}>
          <Form ui={ui} action={`/plausibility/${finding.id}/explanation`} version={finding.version}>
            <TextArea
              ui={ui}
              name="reason"
              label={ui.t('field.explanation')}
              hint={ui.t('plausibility.explainHint')}
              required
              maxLength={2000}
            />
            <FormFoot>
              <button class="btn btn-primary btn-next">{ui.t('plausibility.explainDo')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

function SideCard({ ui, side, id }: { ui: Ui; side: Side; id: string }): JSX.Element {
  return (
    <section>
      <h3 class="h4">
        <a href={`/tests/${id}/review`}>
          {side.number} {side.item[ui.lang]}
        </a>
      </h3>
      <Facts
        facts={[
          { label: ui.t('plausibility.when'), value: period({ from_at: side.from, to_at: side.to }) },
          ...(side.room === undefined ? [] : [{ label: ui.t('plausibility.room'), value: side.room }]),
        ]}
      />
    </section>
  );
}
