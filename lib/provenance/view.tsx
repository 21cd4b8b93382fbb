import type { JSX } from 'preact';
import { Card, chinaTime, DataTable, Facts, PageHead, StateText, type Ui } from '../ui/index.ts';
import { Attempts, Editions, Equipment, People } from './around.view.tsx';
import type { Derived, Input, Provenance, Read } from './explain.ts';
import { compareWords, roundingWords, valuesText } from './words.ts';

type Part = { data: Provenance; ui: Ui };

/** Backwards from the printed result: comparison, rounding, each calculation with what it was taken from, down to who typed which reading. */
export function ProvenanceView({ data, ui }: Part): JSX.Element {
  return (
    <>
      <PageHead
        title={`${ui.t('provenance.title')}　${data.item.name[ui.lang]}`}
        over={
          <>
            <a href={`/samples/${data.sample.id}`}>{data.sample.number}</a>　{data.sample.product}　
            {data.sample.batchNo}
          </>
        }
        note={ui.t('provenance.note')}
      >
        <a class="btn" href={`/tests/${data.id}`}>
          {ui.t('provenance.record')}
        </a>
        <a class="btn" href={`/tests/${data.id}/provenance.pdf`}>
          {ui.t('provenance.pdf')}
        </a>
        <a class="btn" href={`/api/v1/tests/${data.id}/provenance`}>
          {ui.t('provenance.json')}
        </a>
      </PageHead>
      <Result data={data} ui={ui} />
      <Card title={ui.t('provenance.steps')} flush>
        {data.steps.length === 0 ? <p class="panel-lead">{ui.t('provenance.noSteps')}</p> : null}
        {data.steps.length > 0 ? <Steps data={data} ui={ui} /> : null}
      </Card>
      <Card title={ui.t('provenance.readings')} flush>
        <Readings data={data} ui={ui} />
      </Card>
      <Equipment data={data} ui={ui} />
      <Editions data={data} ui={ui} />
      <People data={data} ui={ui} />
      <Attempts data={data} ui={ui} />
    </>
  );
}

function Result({ data, ui }: Part): JSX.Element {
  const { result, verdict, rounding, item } = data;
  if (result === null)
    return (
      <Card title={ui.t('provenance.result')}>
        <p class="quiet">{ui.t('provenance.none')}</p>
      </Card>
    );
  // What was seen or counted is not rounded.
  const isNumber = result.exact !== '';
  return (
    <Card title={ui.t('provenance.result')}>
      <Facts
        facts={[
          { label: ui.t('provenance.printed'), value: <strong>{result.text}</strong> },
          { label: ui.t('provenance.verdict'), value: verdict ? <StateText ui={ui} state={verdict.verdict} /> : '' },
          ...(isNumber
            ? [
                {
                  label: ui.t('provenance.exact'),
                  value: result.step === null ? result.exact : <a href={`#step-${result.step}`}>{result.exact}</a>,
                  wide: true,
                },
                { label: ui.t('provenance.rounding'), value: roundingWords(rounding, ui.lang), wide: true },
                { label: ui.t('provenance.rounded'), value: result.rounded },
                { label: ui.t('provenance.individuals'), value: result.individuals.join('，') },
              ]
            : []),
          { label: ui.t('provenance.limit'), value: item.limitText },
          { label: ui.t('provenance.compared'), value: verdict?.compared ?? '' },
          ...(isNumber
            ? [
                {
                  label: ui.t('provenance.compare'),
                  value: compareWords(verdict?.mode ?? rounding.compare, ui.lang),
                  wide: true,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

const Steps = ({ data, ui }: Part): JSX.Element => (
  <DataTable
    ui={ui}
    caption={ui.t('provenance.steps')}
    rows={data.steps}
    rowKey={({ key }) => key}
    empty={ui.t('provenance.noSteps')}
    columns={[
      { key: 'label', head: ui.t('provenance.name'), cell: (step) => <StepName step={step} ui={ui} />, wrap: true },
      {
        key: 'formula',
        head: ui.t('provenance.expression'),
        cell: (step) => (
          <div>
            <div>
              {step.symbol || step.id} = {step.formula}
            </div>
            <div class="quiet">= {step.numbers}</div>
          </div>
        ),
        wrap: true,
      },
      {
        key: 'inputs',
        head: ui.t('provenance.inputs'),
        cell: (step) => (
          <div>
            {step.inputs.map((input) => (
              <InputLine key={input.name} input={input} ui={ui} />
            ))}
          </div>
        ),
        wrap: true,
      },
      {
        key: 'exact',
        head: ui.t('provenance.value'),
        cell: (step) => (
          <span class="provenance-value">
            {step.exact} {step.unit}
          </span>
        ),
        wrap: true,
      },
    ]}
  />
);

const StepName = ({ step, ui }: { step: Derived; ui: Ui }): JSX.Element => (
  <span id={`step-${step.key}`}>
    {step.rowLabel ? `${step.rowLabel[ui.lang]} ` : ''}
    {step.label[ui.lang]}
  </span>
);

/** A name with its value, leading to where it stands: the reading, or the calculation that made it. */
function InputLine({ input, ui }: { input: Input; ui: Ui }): JSX.Element {
  const [first] = input.refs;
  const text = `${input.name} = ${valuesText(input.value)}`;
  const href = first === undefined ? undefined : `#${input.from === 'calculated' ? 'step' : 'reading'}-${first}`;
  return (
    <div>
      {href === undefined ? text : <a href={href}>{text}</a>}{' '}
      <span class="quiet">
        {ui.t(`provenance.from.${input.from}`)}
        {input.label && input.label[ui.lang] !== input.name ? ` ${input.label[ui.lang]}` : ''}
      </span>
    </div>
  );
}

const Readings = ({ data, ui }: Part): JSX.Element => (
  <DataTable
    ui={ui}
    caption={ui.t('provenance.readings')}
    rows={data.readings}
    rowKey={({ path }) => path}
    empty={ui.t('provenance.none')}
    columns={[
      {
        key: 'label',
        head: ui.t('provenance.reading'),
        cell: (read) => <span id={`reading-${read.path}`}>{read.label[ui.lang]}</span>,
        wrap: true,
      },
      {
        key: 'value',
        head: ui.t('provenance.typed'),
        cell: (read) => <strong>{read.shown[ui.lang]}</strong>,
        wrap: true,
      },
      { key: 'by', head: ui.t('provenance.by'), cell: (read) => read.by ?? '—' },
      { key: 'at', head: ui.t('provenance.at'), cell: (read) => (read.at === null ? '—' : chinaTime(read.at)) },
      { key: 'earlier', head: ui.t('provenance.earlier'), cell: (read) => <Earlier read={read} />, wrap: true },
      { key: 'reason', head: ui.t('provenance.reason'), cell: (read) => read.reason ?? '', wrap: true },
    ]}
  />
);

const Earlier = ({ read }: { read: Read }): JSX.Element => (
  <div>
    {read.earlier.map(({ value, by, at }) => (
      <div key={at}>
        <s>{value}</s>{' '}
        <span class="quiet">
          {by} {chinaTime(at)}
        </span>
      </div>
    ))}
  </div>
);
