import type { JSX } from 'preact';
import { Picture, proportionTrend } from '../plots/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  type Fact,
  Facts,
  FieldSet,
  Form,
  FormFoot,
  PageHead,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import { batchesAddress } from './addresses.ts';
import type { Alert } from './alerts.ts';
import { streamWords } from './alerts.view.tsx';
import { SignalPill } from './marks.tsx';

/** One signal: on what figures, the course of its stream, and the judgement of a person. */
export function AlertView({ data, ui }: { data: Alert; ui: Ui }): JSX.Element {
  const { parts, figures, family } = data;
  const stream = {
    ...{ sinceDay: figures.from, untilDay: data.signalled_on },
    ...(family === 'producer-item' && { producer: parts.producerKey }),
    ...(family === 'product-item' && { product: parts.product }),
    ...(family === 'region-class' ? { region: parts.region, class: parts.productClass } : { item: parts.item }),
  };
  return (
    <>
      <PageHead
        over={<a href="/signals/alerts">{ui.t('signal.section.alerts')}</a>}
        title={`${data.number} ${streamWords(ui, data)}`}
        note={
          <>
            {ui.t(`signal.kind.${data.kind}`)} <SignalPill ui={ui} state={data.state} />
          </>
        }
      >
        <a class="btn" href={batchesAddress(stream)}>
          {ui.t('signal.batches')}
        </a>
        <a class="btn" href={batchesAddress({ ...stream, failed: true })}>
          {ui.t('signal.onlyFailed')}
        </a>
      </PageHead>
      <Card title={ui.t('signal.why')}>
        <Facts facts={factsOf(data, ui)} />
        <p class="mb-0 mt-3">{saying(data, ui)}</p>
      </Card>
      {data.months.length > 0 ? (
        <Card>
          <Picture scene={courseScene(data, ui, 860)} compact={courseScene(data, ui, 340)} lang={ui.lang} />
        </Card>
      ) : null}
      {data.state === 'open' ? null : (
        <Card title={ui.t('signal.judgement')}>
          <Facts
            facts={[
              { label: ui.t('field.reviewText'), value: data.reason, wide: true },
              {
                label: ui.t('signal.reviewer'),
                value: `${data.reviewer ?? ''} ${data.reviewedAt === null ? '' : chinaTime(data.reviewedAt)}`,
              },
              ...(data.risk
                ? [
                    {
                      label: ui.t('signal.section.risks'),
                      value: <a href={`/signals/risks/${data.risk.id}`}>{data.risk.number}</a>,
                    },
                  ]
                : []),
            ]}
          />
          {data.state === 'true' && !data.risk && data.maySee ? (
            <a class="btn btn-primary mt-3" href={`/signals/risks/new?signalId=${data.id}`}>
              {ui.t('risk.fromSignal')}
            </a>
          ) : null}
        </Card>
      )}
      {data.state === 'open' && data.maySee ? <ReviewForm data={data} ui={ui} /> : null}
    </>
  );
}

function factsOf({ figures, parts, signalled_on, product_class }: Alert, ui: Ui): Fact[] {
  const { design } = figures;
  const facts: Fact[] = [
    { label: ui.t('signal.by.class'), value: ui.t(`class.${product_class}`) },
    { label: ui.t('signal.by.producer'), value: parts.producer },
    { label: ui.t('signal.by.product'), value: parts.product },
    { label: ui.t('signal.by.item'), value: parts.item },
    { label: ui.t('signal.by.region'), value: parts.region },
    { label: ui.t('signal.on'), value: signalled_on },
    { label: ui.t('signal.kOfN'), value: `${figures.k} / ${figures.n} (${figures.from} – ${signalled_on})` },
    ...(design
      ? [
          { label: ui.t('signal.p0'), value: `${(100 * design.p0).toFixed(2)} %` },
          { label: ui.t('signal.sum'), value: `${figures.value ?? ''} ≥ h = ${design.h}` },
          { label: 'ARL₀', value: String(Math.round(design.arl0)) },
        ]
      : []),
  ];
  return facts.filter(({ value }) => value !== undefined);
}

const saying = ({ figures }: Alert, ui: Ui): string =>
  figures.design
    ? ui.t('signal.cusumSays', { run: figures.run ?? 0, arl: Math.round(figures.design.arl0) })
    : ui.t('signal.repeatSays', {
        ...{ times: figures.times ?? 0, months: figures.months ?? 0 },
        chance: (figures.chance ?? 0).toPrecision(2),
      });

function courseScene({ months, figures }: Alert, ui: Ui, width: number) {
  const { design } = figures;
  return proportionTrend(
    {
      title: ui.t('signal.course'),
      axis: ui.t('signal.rate'),
      points: months.map(({ month, n, k, low, high, out }) => ({
        ...{ label: month, p: String(k / n), lower: low.toFixed(4), upper: high.toFixed(4), n, x: k },
        ...(out && { signal: true as const }),
      })),
      ...(design && { expected: String(design.p0) }),
      ...(design && { cusum: { values: months.map(({ sum }) => String(sum)), decision: String(design.h) } }),
    },
    { lang: ui.lang, width },
  );
}

function ReviewForm({ data, ui }: { data: Alert; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('signal.review')} id="review">
      <Form ui={ui} action={`/signals/alerts/${data.id}/review`} version={data.version} draft={`signal-${data.id}`}>
        <FieldSet legend={ui.t('field.genuine')} hint={ui.t('signal.reviewHint')}>
          <CheckField ui={ui} name="genuine" label={ui.t('signal.state.true')} type="radio" value="true" required />
          <CheckField ui={ui} name="genuine" label={ui.t('signal.state.false')} type="radio" value="false" required />
        </FieldSet>
        <div class="fields-grid mb-3">
          <TextArea
            ui={ui}
            name="reviewText"
            label={ui.t('field.reviewText')}
            rows={3}
            maxLength={2000}
            required
            width="full"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('signal.reviewAct')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
