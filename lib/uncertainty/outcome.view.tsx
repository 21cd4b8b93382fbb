import type { JSX } from 'preact';
import { placesOf, roundPlaces, roundSignificant } from '../core/rounding.ts';
import type { BudgetOutcome, InputOutcome } from '../core/uncertainty.ts';
import type { MonteCarlo } from '../core/uncertainty-monte-carlo.ts';
import { contribution, Picture, type Scene } from '../plots/index.ts';
import { Card, DataTable, Facts, Pill, type Ui } from '../ui/index.ts';

/** A calculated figure to so many significant digits; what is shorter stays as it is. */
export function figure(text: string, digits = 4): string {
  const shown = roundSignificant(text, digits);
  const size = Math.abs(Number(shown));
  if (size === 0) return '0';
  if (size >= 1e7 || size < 1e-5) {
    const [mantissa = '', exponent = ''] = Number(shown)
      .toExponential(digits - 1)
      .split('e');
    return `${mantissa.replace(/\.?0+$/, '')}×10^${Number(exponent)}`;
  }
  return placesOf(shown) > 0 ? shown.replace(/\.?0+$/, '') : shown;
}

/** Degrees of freedom as they are looked up: one decimal, none from a hundred on. */
export const dofOf = (dof: string | null): string => {
  if (dof === null) return '∞';
  return Number(dof) >= 100 ? String(Math.floor(Number(dof))) : figure(roundPlaces(dof, 1), 12);
};

/** 0.9545 → 95.45 */
export const percentOfP = (p: string): string => String(Math.round(Number(p) * 10_000) / 100);

/** The contributions as a picture, for page and paper. */
export function contributionScene(
  lang: 'zh' | 'en',
  title: string,
  inputs: readonly InputOutcome[],
  width: number,
): Scene {
  return contribution(
    {
      title,
      parts: inputs
        .filter(({ u }) => u !== '0')
        .map(({ symbol, name, percent, cu }) => ({
          name: name === '' || name === symbol ? symbol : `${symbol} ${name}`,
          percent: Number(percent).toFixed(1),
          hint: `|c|·u = ${figure(cu)}`,
        })),
    },
    { lang, width },
  );
}

/** y ± U with k, p and degrees of freedom. */
export function ResultCard({ outcome, unit, ui }: { outcome: BudgetOutcome; unit: string; ui: Ui }): JSX.Element {
  const { report } = outcome;
  const withUnit = (text: string) => [text, unit].filter(Boolean).join(' ');
  return (
    <Card title={ui.t('uncertainty.result')} id="result">
      <p class="mb-2">
        <strong class="fs-4">
          {unit === '' ? `${report.y} ± ${report.U}` : `(${report.y} ± ${report.U}) ${unit}`}
        </strong>
        {report.relative === null ? null : <span class="quiet ms-2">{`U_rel = ${report.relative} %`}</span>}
      </p>
      <Facts
        facts={[
          { label: ui.t('uncertainty.value'), value: withUnit(figure(outcome.y, 10)) },
          { label: ui.t('uncertainty.combined'), value: withUnit(figure(outcome.u)) },
          { label: ui.t('uncertainty.expanded'), value: withUnit(figure(outcome.U)) },
          { label: ui.t('uncertainty.k'), value: outcome.k },
          { label: ui.t('uncertainty.p'), value: `${percentOfP(outcome.p)} %` },
          {
            label: ui.t('uncertainty.dof'),
            value: outcome.correlated ? ui.t('uncertainty.dofUndefined') : dofOf(outcome.dof),
          },
          ...(outcome.second === null
            ? []
            : [{ label: ui.t('uncertainty.second'), value: withUnit(figure(outcome.second)) }]),
        ]}
      />
    </Card>
  );
}

/** Every input with its sensitivity and share, and the picture of the shares. */
export function InputsCard({ outcome, ui }: { outcome: BudgetOutcome; ui: Ui }): JSX.Element {
  const title = ui.t('uncertainty.contributions');
  return (
    <>
      <Card title={ui.t('uncertainty.table')} flush>
        <DataTable<InputOutcome>
          ui={ui}
          caption={ui.t('uncertainty.table')}
          rows={outcome.inputs}
          rowKey={(row) => row.symbol}
          empty=""
          columns={[
            { key: 'symbol', head: ui.t('field.symbol'), cell: (row) => row.symbol },
            { key: 'name', head: ui.t('field.name'), cell: (row) => row.name || '—', wrap: true },
            {
              key: 'x',
              head: ui.t('field.estimate'),
              cell: (row) => [figure(row.x, 10), row.unit].join(' '),
              numeric: true,
            },
            { key: 'u', head: 'u(x)', cell: (row) => figure(row.u), numeric: true },
            { key: 'way', head: ui.t('uncertainty.evaluation'), cell: (row) => waysOf(row, ui), wrap: true },
            { key: 'dof', head: 'ν', cell: (row) => dofOf(row.dof), numeric: true },
            { key: 'c', head: ui.t('uncertainty.sensitivity'), cell: (row) => figure(row.c), numeric: true },
            { key: 'cu', head: '|c|·u(x)', cell: (row) => figure(row.cu), numeric: true },
            {
              key: 'percent',
              head: ui.t('uncertainty.share'),
              cell: (row) => `${Number(row.percent).toFixed(1)} %`,
              numeric: true,
            },
          ]}
        />
      </Card>
      <Card>
        <Picture
          lang={ui.lang}
          scene={contributionScene(ui.lang, title, outcome.inputs, 720)}
          compact={contributionScene(ui.lang, title, outcome.inputs, 320)}
        />
        {outcome.correlations.length === 0 ? null : (
          <p class="quiet mt-2">
            {outcome.correlations.map(({ a, b, r }) => `r(${a}, ${b}) = ${figure(r, 3)}`).join('；')}
          </p>
        )}
      </Card>
    </>
  );
}

/** A or B, and how; of several components each. */
function waysOf({ components }: InputOutcome, ui: Ui): string {
  return components
    .map(({ kind, u }) =>
      components.length === 1
        ? ui.t(`uncertainty.kind.${kind}`)
        : `${ui.t(`uncertainty.kind.${kind}`)} ${figure(u, 3)}`,
    )
    .join('；');
}

const verdictLooks = {
  confirmed: { tone: 'green', shape: '✔' },
  'not-confirmed': { tone: 'orange', shape: '▲' },
  undecided: { tone: 'grey', shape: '◌' },
} as const;

/** What the propagation of distributions says, and whether it confirms the law of propagation. */
export function MonteCarloFacts({ found, unit, ui }: { found: MonteCarlo; unit: string; ui: Ui }): JSX.Element {
  const percent = `${percentOfP(found.p)} %`;
  const interval = ({ low, high }: { low: string; high: string }) =>
    `[${low}, ${high}]${unit === '' ? '' : ` ${unit}`}`;
  return (
    <>
      <p>
        <Pill {...verdictLooks[found.verdict]} word={ui.t(`uncertainty.mc.${found.verdict}`)} />
      </p>
      <p class="quiet mb-3">
        {ui.t(`uncertainty.mcSays.${found.verdict}`, {
          tolerance: found.tolerance,
          low: found.differences.low,
          high: found.differences.high,
          noise: found.noise,
        })}
      </p>
      <Facts
        facts={[
          { label: ui.t('uncertainty.mcMean'), value: [found.y, unit].filter(Boolean).join(' ') },
          { label: ui.t('uncertainty.mcSd'), value: [found.u, unit].filter(Boolean).join(' ') },
          { label: ui.t('uncertainty.mcSymmetric', { percent }), value: interval(found.symmetric) },
          { label: ui.t('uncertainty.mcShortest', { percent }), value: interval(found.shortest) },
          { label: ui.t('field.trials'), value: String(found.trials) },
          { label: ui.t('field.seed'), value: String(found.seed) },
        ]}
      />
    </>
  );
}
