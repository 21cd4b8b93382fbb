import type { JSX } from 'preact';
import { withUnit } from '../forms/index.ts';
import { Card, type Fact, Facts, PageHead, type Ui } from '../ui/index.ts';
import { Examples } from './examples.view.tsx';
import { Bounds, Formulas } from './formulas.view.tsx';
import { ConfidenceMark, termText, ValidityPill } from './marks.tsx';
import type { ParameterSheet } from './show-parameter.ts';

/** One parameter on one page: what it is, how it is calculated and rounded, whether its worked examples agree, and who uses it. */
export function ParameterView({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={
          <a
            href={`/parameters?class=${data.class}`}
          >{`${ui.t('nav.parameters')} · ${ui.t(`class.${data.class}`)} · ${data.group}`}</a>
        }
        title={data.name[ui.lang]}
        note={
          <>
            <strong>{data.code}</strong>
            <span>{data.name[ui.lang === 'zh' ? 'en' : 'zh']}</span>
            <ConfidenceMark ui={ui} confidence={data.confidence} source={data.source} />
          </>
        }
      >
        {ui.may('test.read') ? (
          <a class="btn" href={`/forms/${data.form.code}/blank.pdf`} target="_blank" rel="noopener">
            {ui.t('definitions.blank')}
          </a>
        ) : null}
      </PageHead>
      <div class="split">
        <div>
          <Card title={ui.t('definitions.facts')}>
            <Facts facts={facts(data, ui)} />
          </Card>
          <Card title={ui.t('definitions.formula')}>
            <Formulas data={data} ui={ui} />
          </Card>
          <Bounds data={data} ui={ui} />
          <Examples examples={data.examples} ui={ui} />
        </div>
        <div>
          <Card title={ui.t('definitions.basis')}>
            <Bases data={data} ui={ui} />
          </Card>
          <Card title={ui.t('definitions.usedIn')}>
            <Uses data={data} ui={ui} />
          </Card>
          <Card title={ui.t('definitions.edition')} id="source">
            <Facts
              facts={[
                {
                  label: ui.t('definitions.confidence'),
                  value: <ConfidenceMark ui={ui} confidence={data.confidence} />,
                  wide: true,
                },
                { label: ui.t('definitions.source'), value: data.source, wide: true },
                { label: ui.t('definitions.hash'), value: <code class="digest">{data.hash}</code>, wide: true },
                {
                  label: `${ui.t('definitions.form')} ${data.form.code}`,
                  value: <code class="digest">{data.form.hash}</code>,
                  wide: true,
                },
              ]}
            />
          </Card>
        </div>
      </div>
    </>
  );
}

function facts(data: ParameterSheet, ui: Ui): Fact[] {
  const { rounding, precision, unit } = data;
  const measured = (value: string | null) => (value === null ? '' : withUnit(value, unit));
  const places = (count: number) => ui.t('definitions.places', { count });
  const kept =
    rounding.significant !== undefined
      ? ui.t('definitions.significant', { count: rounding.significant })
      : rounding.places === null
        ? ui.t('definitions.placesOfLimit')
        : places(rounding.places);
  const isNumber = data.result !== 'conform' && data.result !== 'text';
  return [
    { label: ui.t('definitions.method'), value: data.method[ui.lang] },
    { label: ui.t('field.unit'), value: unit },
    { label: ui.t('definitions.resultKind'), value: ui.t(`definitions.result.${data.result}`) },
    {
      label: ui.t('definitions.rounding'),
      value: isNumber && `${kept} · ${ui.t(`definitions.rule.${rounding.rule}`)}`,
    },
    {
      label: ui.t('definitions.individuals'),
      value:
        isNumber &&
        (rounding.individualPlaces === undefined ? ui.t('definitions.oneMore') : places(rounding.individualPlaces)),
    },
    { label: ui.t('definitions.compare'), value: ui.t(`definitions.compareLong.${data.compare}`) },
    { label: ui.t('definitions.replicates'), value: ui.t('definitions.times', { count: data.replicates }) },
    {
      label: ui.t('definitions.precision'),
      value: precision
        ? `${ui.t(`record.precision.${precision.kind}`)} ≤${precision.max}${precision.kind === 'absolute' ? (unit ?? '') : '%'}`
        : '',
    },
    { label: ui.t('definitions.lod'), value: measured(data.lod) },
    { label: ui.t('definitions.loq'), value: measured(data.loq) },
    ...data.constants.map((one) => ({ label: one.label[ui.lang], value: withUnit(one.value, one.unit || null) })),
    { label: ui.t('definitions.stages'), value: ui.t('definitions.stageCount', { count: data.stages }) },
    { label: ui.t('definitions.workingDays'), value: ui.t('definitions.days', { count: data.workingDays }) },
    { label: ui.t('definitions.retest'), value: ui.t(data.retest ? 'definitions.allowed' : 'definitions.notAllowed') },
    {
      label: ui.t('definitions.reinspection'),
      value: ui.t(data.reinspection ? 'definitions.allowed' : 'definitions.notAllowed'),
    },
    { label: ui.t('definitions.instruments'), value: data.instruments.join(ui.t('definitions.comma')) },
    ...(data.aliases.length === 0
      ? []
      : [{ label: ui.t('definitions.aliases'), value: data.aliases.join(ui.t('definitions.comma')) }]),
    { label: ui.t('definitions.typicalLimit'), value: data.typicalLimit, wide: true },
  ];
}

function Bases({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  return (
    <ul class="list-unstyled mb-0">
      {data.bases.map((basis) => (
        <li key={`${basis.standard}${basis.clause ?? ''}`} class="mb-2">
          <div>
            <strong>{basis.standard}</strong> {basis.clause}
          </div>
          {basis.scope === null ? null : <div>{ui.t('definitions.scope', { scope: basis.scope })}</div>}
          <div class="quiet">
            <ValidityPill ui={ui} validity={basis.validity} /> {termText(ui, basis)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Uses({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  if (data.specifications.length === 0) return <p class="quiet">{ui.t('definitions.notUsed')}</p>;
  return (
    <ul class="list-unstyled mb-0">
      {data.specifications.map((one) => (
        <li key={one.code} class="mb-2">
          <a href={`/specifications/${one.code}`}>{one.product[ui.lang]}</a>{' '}
          <ValidityPill ui={ui} validity={one.validity} />
          {one.items.map((item) => (
            <div key={item.seq} class="quiet">
              {`${item.seq}. ${item.name[ui.lang]}${ui.t('definitions.colon')}${item.limitText}`}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
