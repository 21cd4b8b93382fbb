import type { JSX } from 'preact';
import { dec, toText } from '../core/decimal.ts';
import { Card, DataTable, Facts, Pill, type Ui } from '../ui/index.ts';
import type { Criterion, Figures } from './rows.ts';

const SHOWN = 5;

/** A figure to read; the whole one is its title. */
const Figure = ({ value, unit }: { value: string; unit?: string }): JSX.Element => (
  <span title={value}>
    {toText(dec(value).toSignificantDigits(SHOWN))}
    {unit ? ` ${unit}` : ''}
  </span>
);

const percent = (id: Criterion['id']): string | undefined => (id === 'rsd' || id === 'recovery' ? '%' : undefined);

/** What follows from the entered numbers, and whether each figure is acceptable. */
export function FiguresCard({ figures, ui }: { figures: Figures; ui: Ui }): JSX.Element {
  const { precision, recovery, linearity, detection, criteria } = figures;
  return (
    <Card title={ui.t('methods.figures')} id="figures">
      <Facts
        facts={[
          ...(precision
            ? [
                { label: ui.t('methods.mean', { n: precision.n }), value: <Figure value={precision.mean} /> },
                { label: 'SD', value: <Figure value={precision.sd} /> },
                { label: 'RSD', value: <Figure value={precision.rsd} unit="%" /> },
              ]
            : []),
          ...(recovery
            ? [
                {
                  label: ui.t('methods.recoveries', { n: recovery.each.length }),
                  value: recovery.each.map((value, i) => (
                    <span key={`${i}-${value}`}>
                      {i === 0 ? '' : '; '}
                      <Figure value={value} unit="%" />
                    </span>
                  )),
                  wide: true,
                },
                { label: ui.t('methods.recoveryMean'), value: <Figure value={recovery.mean} unit="%" /> },
                { label: ui.t('methods.recoveryRsd'), value: recovery.rsd && <Figure value={recovery.rsd} unit="%" /> },
              ]
            : []),
          ...(linearity
            ? [
                { label: ui.t('methods.slope', { n: linearity.n }), value: <Figure value={linearity.slope} /> },
                { label: ui.t('methods.intercept'), value: <Figure value={linearity.intercept} /> },
                { label: 'r', value: <span title={linearity.r}>{linearity.r.slice(0, 10)}</span> },
              ]
            : []),
          ...(detection
            ? [
                { label: 'σ', value: <Figure value={detection.sigma} /> },
                { label: 'LOD = 3.3σ/S', value: <Figure value={detection.lod} /> },
                { label: 'LOQ = 10σ/S', value: <Figure value={detection.loq} /> },
              ]
            : []),
        ]}
      />
      <hr />
      <DataTable<Criterion>
        ui={ui}
        caption={ui.t('methods.limits')}
        rows={criteria}
        rowKey={(row) => row.id}
        empty={ui.t('methods.none')}
        total={criteria.length}
        columns={[
          { key: 'id', head: ui.t('methods.criterion'), cell: (row) => ui.t(`methods.criterion.${row.id}`) },
          {
            key: 'value',
            head: ui.t('methods.found'),
            numeric: true,
            cell: (row) =>
              row.id === 'r' ? (
                row.value.slice(0, 10)
              ) : (
                <Figure value={row.value} {...(percent(row.id) && { unit: '%' })} />
              ),
          },
          {
            key: 'limit',
            head: ui.t('methods.accepted'),
            cell: (row) => [row.low && `≥ ${row.low}`, row.high && `≤ ${row.high}`].filter(Boolean).join(', ') || '—',
          },
          {
            key: 'met',
            head: ui.t('methods.judged'),
            cell: (row) =>
              row.met === null ? (
                <Pill tone="amber" shape="…" word={ui.t('methods.noLimit')} />
              ) : row.met ? (
                <Pill tone="green" shape="✔" word={ui.t('methods.met')} />
              ) : (
                <Pill tone="red" shape="▲" word={ui.t('methods.notMet')} />
              ),
          },
        ]}
      />
    </Card>
  );
}
