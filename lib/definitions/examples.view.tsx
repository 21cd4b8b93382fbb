import type { JSX } from 'preact';
import { VerdictBadge } from '../forms/index.ts';
import { reasonText, t } from '../messages/index.ts';
import { Card, DataTable, Pill, type Ui } from '../ui/index.ts';
import type { ExampleRun, Given, Yield } from './examples.ts';

/** The worked examples as they come out on the engine just now: ✓ agrees, ✗ does not. */
export function Examples({
  examples,
  path,
  ui,
}: {
  examples: readonly ExampleRun[];
  /** The address of the parameter. */
  path: string;
  ui: Ui;
}): JSX.Element {
  const agreeing = examples.filter(({ agrees }) => agrees).length;
  return (
    <Card
      title={ui.t('definitions.examples')}
      aside={ui.t('definitions.examplesAside', { count: agreeing, total: examples.length })}
      flush
    >
      <DataTable
        ui={ui}
        caption={ui.t('definitions.examples')}
        rows={examples.map((example, i) => ({ ...example, i }))}
        rowKey={(row) => String(row.i)}
        empty={ui.t('table.empty')}
        total={examples.length}
        tone={(row) => (row.agrees ? undefined : 'fails')}
        columns={[
          { key: 'agrees', head: ui.t('definitions.check'), cell: (row) => <Agreement agrees={row.agrees} ui={ui} /> },
          {
            key: 'given',
            head: ui.t('definitions.given'),
            cell: (row) => <GivenCell row={row} href={`${path}/trial?example=${row.i + 1}`} ui={ui} />,
            wrap: true,
          },
          {
            key: 'expected',
            head: ui.t('definitions.expected'),
            cell: (row) => <Expected row={row} ui={ui} />,
            wrap: true,
          },
          { key: 'found', head: ui.t('definitions.found'), cell: (row) => <Found row={row} ui={ui} />, wrap: true },
        ]}
      />
    </Card>
  );
}

function Agreement({ agrees, ui }: { agrees: boolean; ui: Ui }): JSX.Element {
  return agrees ? (
    <Pill tone="green" shape="✓" word={ui.t('definitions.agrees')} />
  ) : (
    <Pill tone="red" shape="✗" word={ui.t('definitions.differs')} />
  );
}

function GivenCell({ row, href, ui }: { row: ExampleRun; href: string; ui: Ui }): JSX.Element {
  return (
    <div>
      {row.kind === null ? null : <strong>{ui.t(`definitions.kind.${row.kind as 'typical'}`)}</strong>}
      <div>{ui.t('definitions.limitOf', { limit: row.requirement[ui.lang] })}</div>
      {row.note ? <div class="quiet">{row.note}</div> : null}
      {row.given.length === 0 ? null : (
        <details>
          <summary class="link-button">{ui.t('definitions.givenCount', { count: row.given.length })}</summary>
          <ul class="list-unstyled mb-0">
            {row.given.map((one) => (
              <li key={`${one.symbol} ${one.label.zh}`}>{givenText(one, ui)}</li>
            ))}
          </ul>
        </details>
      )}
      <a class="try" href={href}>
        {ui.t('trial.tryThis')}
      </a>
    </div>
  );
}

/** 对照品含量 P：86.4 % */
function givenText({ label, symbol, unit, values }: Given, ui: Ui): string {
  const list = values.map((value) => value[ui.lang]).join(ui.t('definitions.comma'));
  const name = [label[ui.lang], symbol.replace('_', '')].filter(Boolean).join(' ');
  return `${name}${ui.t('definitions.colon')}${[list, unit].filter(Boolean).join(' ')}`;
}

function Expected({ row: { expected }, ui }: { row: ExampleRun; ui: Ui }): JSX.Element {
  if (expected.refused !== null) return <Refused words={ui.t('definitions.refusedAs')} />;
  return <Outcome exact={expected.exact} value={expected.text ?? expected.value} verdict={expected.verdict} ui={ui} />;
}

function Found({ row: { found, expected }, ui }: { row: ExampleRun; ui: Ui }): JSX.Element {
  if (found.text !== null)
    return (
      <Outcome
        exact={found.exact}
        value={expected.text === null ? found.value : found.text}
        verdict={found.verdict}
        ui={ui}
      />
    );
  const missing = found.missing.map((label) => label[ui.lang]).join(ui.t('definitions.comma'));
  const sentences = [
    ...found.refusals.map((reason) => reasonText(ui.lang, reason)),
    missing && ui.t('definitions.missing', { fields: missing }),
  ];
  return <Refused words={[...new Set(sentences.filter(Boolean))].join(ui.t('definitions.stop'))} />;
}

function Refused({ words }: { words: string }): JSX.Element {
  return (
    <span>
      <span aria-hidden="true">⊘ </span>
      {words}
    </span>
  );
}

/** Where the result is but the word of the verdict, it stands once; the value before rounding as far as it says more. */
function Outcome({ exact, value, verdict, ui }: Pick<Yield, 'exact' | 'value' | 'verdict'> & { ui: Ui }): JSX.Element {
  const isWord = verdict !== null && value === t('zh', `result.${verdict}`);
  const digits = exact && exact.length > 12 ? `${exact.slice(0, 11)}…` : exact;
  return (
    <div>
      {digits && value && !value.startsWith(exact ?? '') ? <div class="quiet exact">{digits}</div> : null}
      {value && !isWord ? <strong>{value}</strong> : null}{' '}
      {verdict === null ? null : <VerdictBadge verdict={verdict} ui={ui} />}
    </div>
  );
}
