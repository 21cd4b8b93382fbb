import type { JSX } from 'preact';
import { StandingPill } from '../capability/index.ts';
import { ConfirmedMark, EditionLinks } from '../editions/index.ts';
import { Card, chinaTime, Facts, PageHead, type Ui } from '../ui/index.ts';
import { Examples } from './examples.view.tsx';
import { Bounds, Formulas } from './formulas.view.tsx';
import { ConfidenceMark, ValidityPill } from './marks.tsx';
import { Naming, Needing, Reporting, Resulting } from './parameter-facts.view.tsx';
import { ParameterTabs } from './parameter-head.tsx';
import type { ParameterSheet } from './show-parameter.ts';

/** One parameter on one page: what it is, how it is calculated and rounded, whether its worked examples agree, and who uses it. */
export function ParameterView({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  const path = `/parameters/${encodeURIComponent(data.code)}`;
  const list = `/parameters?class=${data.class}`;
  return (
    <>
      <PageHead
        over={
          <>
            <a href="/parameters">{ui.t('nav.parameters')}</a>
            {' · '}
            <a href={list}>{ui.t(`class.${data.class}`)}</a>
            {' · '}
            <a href={`${list}&group=${encodeURIComponent(data.group)}`}>{data.group}</a>
          </>
        }
        title={data.name[ui.lang]}
        note={
          <>
            <strong>{data.code}</strong>
            <span>{data.name[ui.lang === 'zh' ? 'en' : 'zh']}</span>
            <Standing data={data} ui={ui} />
          </>
        }
      >
        <a class="btn btn-primary" href={`${path}/trial`}>
          {ui.t('trial.title')}
        </a>
        {ui.may('test.read') ? (
          <a
            class="btn"
            href={`/forms/${data.form.code}/blank.pdf?parameter=${encodeURIComponent(data.code)}`}
            target="_blank"
            rel="noopener"
          >
            {ui.t('definitions.blank')}
          </a>
        ) : null}
        <EditionLinks ui={ui} kind="parameter" code={data.code} />
      </PageHead>
      <ParameterTabs code={data.code} at="definition" ui={ui} />
      <div class="split">
        <div>
          <Naming data={data} ui={ui} />
          <Resulting data={data} ui={ui} />
          <Card
            title={ui.t('definitions.formula')}
            aside={<a href={`/forms/${data.form.code}`}>{data.form.title[ui.lang]} ›</a>}
          >
            <Formulas data={{ ...data, rules: data.form.rules }} ui={ui} />
          </Card>
          <Bounds data={data} ui={ui} />
          <Examples examples={data.examples} path={path} ui={ui} />
          <Needing data={data} ui={ui} />
          <Reporting data={data} ui={ui} />
        </div>
        <div>
          <Doubts data={data} ui={ui} />
          <Capabilities data={data} ui={ui} />
          <Tested data={data} ui={ui} />
          <Card title={ui.t('definitions.usedIn')}>
            <Uses data={data} ui={ui} />
          </Card>
          <Source data={data} ui={ui} />
        </div>
      </div>
    </>
  );
}

/** 已确认 where somebody read it against the standard, else how far it can be trusted. */
function Standing({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  if (data.confirmation) return <ConfirmedMark ui={ui} confirmation={data.confirmation} />;
  return <ConfidenceMark ui={ui} confidence={data.confidence} source={data.source} />;
}

/** Which facts have still to be confirmed; nothing where none has. */
function Doubts({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element | null {
  if (data.doubts.length === 0) return null;
  return (
    <div class="problems tone-amber">
      <h2>{ui.t('definitions.doubts')}</h2>
      <p>
        {data.doubts.map((fact) => ui.t(`definitions.doubt.${fact}`)).join(ui.t('definitions.comma'))}
        {ui.t('definitions.fullStop')}
        {ui.t('definitions.doubtNote')}
      </p>
    </div>
  );
}

/** The lines of the capability annex; nothing where the parameter is in none. */
function Capabilities({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element | null {
  if (data.capabilities.length === 0) return null;
  return (
    <Card title={ui.t('definitions.capability')}>
      <ul class="plain-list">
        {data.capabilities.map((one) => (
          <li key={`${one.scheme} ${one.annex_no ?? ''}`}>
            <strong>{one.scheme}</strong> {one.annex_no} <StandingPill ui={ui} standing={one.standing} />
            <div class="quiet">
              {[one.item, one.scope, one.certificate, one.valid_to && ui.t('definitions.until', { to: one.valid_to })]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Tested({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  const { year, last } = data.coverage;
  return (
    <Card title={ui.t('definitions.coverage')}>
      {last === null ? (
        <p class="quiet">{ui.t('definitions.neverTested')}</p>
      ) : (
        <Facts
          facts={[
            {
              label: ui.t('definitions.testedYear'),
              value: ui.t('definitions.testedCount', { count: year }),
              wide: true,
            },
            {
              label: ui.t('definitions.testedLast'),
              value: (
                <>
                  {chinaTime(last.at)}
                  <br />
                  {ui.may('sample.read') ? <a href={`/samples/${last.sampleId}`}>{last.sampleNo}</a> : last.sampleNo}{' '}
                  {last.product}
                </>
              ),
              wide: true,
            },
          ]}
        />
      )}
    </Card>
  );
}

function Uses({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  if (data.specifications.length === 0) return <p class="quiet">{ui.t('definitions.notUsed')}</p>;
  return (
    <ul class="plain-list">
      {data.specifications.map((one) => (
        <li key={one.code}>
          <a href={`/specifications/${one.code}`}>{one.product[ui.lang]}</a>{' '}
          {one.validity === 'in-force' ? null : <ValidityPill ui={ui} validity={one.validity} />}
          {one.items.map((item, i) => (
            <div key={`${item.seq} ${i}`} class="quiet">
              {`${item.seq}. ${item.name[ui.lang]}${ui.t('definitions.colon')}${item.limitText}`}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Source({ data, ui }: { data: ParameterSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('definitions.edition')} id="source">
      <Facts
        facts={[
          {
            label: ui.t('definitions.confidence'),
            value: <Standing data={data} ui={ui} />,
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
  );
}
