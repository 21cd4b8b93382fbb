import type { ComponentChildren, JSX } from 'preact';
import type { Bounds, Doubtful } from '../catalogue/types.ts';
import { withUnit } from '../forms/index.ts';
import { Card, type Fact, Facts, type Ui } from '../ui/index.ts';
import { DoubtMark, termText, ValidityPill } from './marks.tsx';
import type { ParameterSheet } from './show-parameter.ts';

interface Part {
  data: ParameterSheet;
  ui: Ui;
}

/** A fact that exists, with 待确认 beside it where it rests on memory. */
function told(
  { data, ui }: Part,
  label: string,
  value: ComponentChildren,
  more: { doubt?: Doubtful[]; wide?: boolean } = {},
): Fact[] {
  if (value === null || value === undefined || value === '' || value === false) return [];
  const isDoubtful = more.doubt?.some((fact) => data.doubts.includes(fact)) ?? false;
  const shown = isDoubtful ? (
    <>
      {value} <DoubtMark ui={ui} />
    </>
  ) : (
    value
  );
  return [{ label, value: shown, ...(more.wide && { wide: true }) }];
}

/** What it is called, and by which standards it is tested. */
export function Naming(part: Part): JSX.Element {
  const { data, ui } = part;
  const { t } = ui;
  return (
    <Card title={t('definitions.naming')} id="naming">
      <Facts
        facts={[
          ...told(part, t('definitions.name'), data.name[ui.lang], { doubt: ['name'] }),
          ...told(part, t('definitions.otherName'), data.name[ui.lang === 'zh' ? 'en' : 'zh']),
          ...told(part, t('definitions.aliases'), data.aliases.join(t('definitions.comma'))),
          ...told(part, t('definitions.methodName'), data.method[ui.lang]),
        ]}
      />
      <ul class="bases" aria-label={t('definitions.basis')}>
        {data.bases.map((basis) => (
          <li key={`${basis.standard} ${basis.clause ?? ''}`}>
            <span class="basis-text">
              <strong>{basis.standard}</strong>{' '}
              {basis.edition && !basis.standard.includes(basis.edition) ? basis.edition : null} {basis.clause}
              {basis.scope === null ? null : (
                <span class="quiet"> {t('definitions.scope', { scope: basis.scope })}</span>
              )}
            </span>
            <span class="quiet">
              <ValidityPill ui={ui} validity={basis.validity} /> {termText(ui, basis)}
            </span>
          </li>
        ))}
        {(['basis', 'clause', 'edition'] as const)
          .filter((fact) => data.doubts.includes(fact))
          .map((fact) => (
            <li key={fact}>
              <span>{t(`definitions.doubt.${fact}`)}</span> <DoubtMark ui={ui} />
            </li>
          ))}
      </ul>
    </Card>
  );
}

/** How the result comes about: determinations, rounding, comparison, limits. */
export function Resulting(part: Part): JSX.Element {
  const { data, ui } = part;
  const { t } = ui;
  const { rounding, precision, unit } = data;
  const isNumber = data.result !== 'conform' && data.result !== 'text';
  const places = (count: number) => t('definitions.places', { count });
  const measured = (value: string | null) => (value === null ? '' : withUnit(value, unit));
  const kept =
    rounding.significant !== undefined
      ? t('definitions.significant', { count: rounding.significant })
      : rounding.places === null
        ? t('definitions.placesOfLimit')
        : places(rounding.places);
  const spread =
    precision &&
    `${t(`record.precision.${precision.kind}`)} ≤${precision.max}${precision.kind === 'absolute' ? (unit ?? '') : '%'}`;
  const kinds = data.limits.map((kind) => t(`definitions.limitKind.${kind}`)).join(t('definitions.comma'));
  return (
    <Card title={t('definitions.resulting')} id="resulting">
      <Facts
        facts={[
          ...told(part, t('definitions.resultKind'), t(`definitions.result.${data.result}`)),
          ...told(part, t('field.unit'), unit, { doubt: ['unit'] }),
          ...told(part, t('definitions.replicates'), t('definitions.times', { count: data.replicates }), {
            doubt: ['replicates'],
          }),
          ...told(
            part,
            t('definitions.stages'),
            data.stages > 1 && t('definitions.stageCount', { count: data.stages }),
            {
              doubt: ['stages'],
            },
          ),
          ...told(part, t('definitions.precision'), spread, { doubt: ['precision'] }),
          ...told(part, t('definitions.rounding'), isNumber && `${kept} · ${t(`definitions.rule.${rounding.rule}`)}`, {
            doubt: ['rounding'],
          }),
          ...told(
            part,
            t('definitions.individuals'),
            isNumber &&
              (rounding.individualPlaces === undefined ? t('definitions.oneMore') : places(rounding.individualPlaces)),
          ),
          ...told(part, t('definitions.compare'), t(`definitions.compareLong.${data.compare}`), { wide: true }),
          ...told(part, t('definitions.lod'), measured(data.lod), { doubt: ['lod'] }),
          ...told(part, t('definitions.loq'), measured(data.loq), { doubt: ['lod'] }),
          ...data.constants.flatMap((one) => told(part, one.label[ui.lang], withUnit(one.value, one.unit || null))),
          ...told(part, t('definitions.limits'), kinds, { wide: true }),
          ...told(part, t('definitions.typicalLimit'), data.typicalLimit, { doubt: ['limit'], wide: true }),
        ]}
      />
    </Card>
  );
}

/** What the test needs: instruments, materials, room, people, time; and whether it may be repeated. */
export function Needing(part: Part): JSX.Element {
  const { data, ui } = part;
  const { t } = ui;
  const { environment } = data;
  const list = (names: readonly string[]) => names.join(t('definitions.comma'));
  const allowed = (yes: boolean) => t(yes ? 'definitions.allowed' : 'definitions.notAllowed');
  return (
    <Card title={t('definitions.needing')} id="needing">
      <Facts
        facts={[
          ...told(part, t('definitions.instruments'), list(data.instruments), { wide: true }),
          ...told(part, t('definitions.materials'), list(data.materials), { wide: true }),
          ...told(part, t('definitions.room'), environment?.room, { doubt: ['environment'] }),
          ...told(part, t('definitions.temperature'), ends(environment?.temperature, '℃'), { doubt: ['environment'] }),
          ...told(part, t('definitions.humidity'), ends(environment?.humidity, '%'), { doubt: ['environment'] }),
          ...told(part, t('definitions.competence'), data.competence),
          ...told(part, t('definitions.workingDays'), t('definitions.days', { count: data.workingDays }), {
            doubt: ['workingDays'],
          }),
          ...told(part, t('definitions.retest'), allowed(data.retest)),
          ...told(part, t('definitions.reinspection'), allowed(data.reinspection)),
        ]}
      />
    </Card>
  );
}

/** 20～25 ℃, ≤65 % */
function ends(bounds: Bounds | undefined, unit: string): string {
  const { low, high } = bounds ?? {};
  if (low !== undefined && high !== undefined) return `${low}～${high}${unit}`;
  if (high !== undefined) return `≤${high}${unit}`;
  return low === undefined ? '' : `≥${low}${unit}`;
}

/** How the report words the item and its outcome; left out where the file does not say. */
export function Reporting(part: Part): JSX.Element | null {
  const { data, ui } = part;
  const { report } = data;
  if (report === null) return null;
  const { t } = ui;
  return (
    <Card title={t('definitions.reporting')} id="reporting">
      <Facts
        facts={[
          ...told(part, t('definitions.reportItem'), report.item[ui.lang]),
          ...told(part, t('record.conforms'), report.conforms),
          ...told(part, t('record.fails'), report.fails),
          ...told(part, t('result.not-detected'), report.notDetected),
        ]}
      />
    </Card>
  );
}
