import type { JSX } from 'preact';
import { Card, DataTable, PageHead, Pill, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import { RunPill } from './list.parts.tsx';
import { dayOf, type RunLine, type RunList } from './list.ts';

/** 检验批: open ones of mine, all open, finished, dropped; by number, batch, instrument, parameter and day. */
export function RunListView({ data, ui }: { data: RunList; ui: Ui }): JSX.Element {
  const { scope, q, parameterCode, onDay } = data;
  const href = (change: Record<string, string | null>): string => {
    const pairs = Object.entries({ scope, q, parameterCode, onDay, ...change }).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, value]],
    );
    return `/runs?${new URLSearchParams(pairs).toString()}`;
  };
  const isNarrowed = q !== '' || parameterCode !== null || onDay !== null;
  const canOpen = ui.may('run.write');
  return (
    <>
      <PageHead title={ui.t('run.title')} note={ui.t('run.lead')}>
        {canOpen ? (
          <a class="btn btn-primary btn-next" href="/runs/new">
            {ui.t('run.new')}
          </a>
        ) : null}
        <a class="btn" href="/runs/templates">
          {ui.t('run.templates')}
        </a>
      </PageHead>
      <Tabs
        label={ui.t('field.state')}
        tabs={data.counts
          .filter((one) => one.scope !== 'mine' || canOpen)
          .map((one) => ({
            href: href({ scope: one.scope }),
            label: ui.t(`run.scope.${one.scope}`),
            active: one.scope === scope,
            count: one.count,
          }))}
      />
      <SearchBar ui={ui} action="/runs" q={q} label={ui.t('run.search')} kept={{ scope }} chosen={isNarrowed}>
        <input
          class="form-control register-date"
          name="parameterCode"
          value={parameterCode ?? ''}
          maxLength={60}
          pattern="[A-Za-z0-9\-]+"
          aria-label={ui.t('field.parameterCode')}
          placeholder={ui.t('field.parameterCode')}
        />
        <input
          class="form-control register-date"
          type="date"
          name="onDay"
          value={onDay ?? ''}
          aria-label={ui.t('field.onDay')}
          title={ui.t('field.onDay')}
        />
      </SearchBar>
      <Card flush>
        <DataTable<RunLine>
          ui={ui}
          caption={ui.t('run.title')}
          rows={data.lines}
          rowKey={(run) => run.id}
          href={(run) => `/runs/${run.id}`}
          empty={ui.t(isNarrowed ? 'run.noneFound' : scope === 'mine' ? 'run.noneMine' : 'run.none')}
          emptyAct={canOpen && !isNarrowed ? { href: '/runs/new', label: ui.t('run.new') } : undefined}
          first={data.first ? undefined : href({})}
          next={data.next === null ? undefined : href({ after: data.next })}
          columns={[
            { key: 'number', head: ui.t('run.number'), cell: (run) => run.number },
            { key: 'title', head: ui.t('field.runTitle'), cell: (run) => run.title, wrap: true },
            { key: 'method', head: ui.t('run.method'), cell: (run) => run.method[ui.lang], wrap: true, deskOnly: true },
            { key: 'analyst', head: ui.t('field.analyst'), cell: (run) => run.analyst },
            { key: 'instrument', head: ui.t('field.instrument'), cell: (run) => run.instrument ?? '—', deskOnly: true },
            {
              key: 'done',
              head: ui.t('run.progress'),
              numeric: true,
              cell: (run) => `${run.done} / ${run.samples}`,
            },
            {
              key: 'controls',
              head: ui.t('run.controls'),
              numeric: true,
              cell: (run) =>
                run.failed > 0 ? (
                  <Pill tone="red" shape="▲" word={ui.t('run.failedControls', { count: run.failed })} />
                ) : (
                  String(run.controls)
                ),
            },
            { key: 'day', head: ui.t('field.onDay'), cell: dayOf },
            { key: 'state', head: ui.t('field.state'), cell: (run) => <RunPill ui={ui} state={run.state} /> },
          ]}
        />
      </Card>
    </>
  );
}
