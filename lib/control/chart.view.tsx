import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Picture } from '../plots/svg.tsx';
import type { Scene } from '../plots/types.ts';
import {
  Card,
  DateField,
  Facts,
  Form,
  FormFoot,
  ImportCard,
  Moves,
  PageHead,
  Pill,
  SelectField,
  Tabs,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { Alarms, LimitsForms, LimitsTable, OlderPoints, PointTable } from './chart-tables.view.tsx';
import { ruleCode } from './holds.ts';
import { options, RuleFields } from './parts.view.tsx';
import { axisOf } from './picture.ts';
import { noteKinds } from './rows.ts';
import { type ChartSheet, SHOWN, type View } from './show.ts';

export interface ChartPage extends ChartSheet {
  scene: Scene;
  compact: Scene;
  now: string;
}

const views: readonly View[] = ['chart', 'cusum', 'ewma'];

/** A control chart: the picture, then what can be done with it, its limits, its points. */
export function ChartView({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element {
  const { chart } = data;
  const open = data.alarms.find(({ state }) => state === 'open');
  const isActive = chart.state === 'active';
  return (
    <>
      <PageHead
        over={<a href="/control">{ui.t('nav.control')}</a>}
        title={`${chart.number} ${chart.title}`}
        note={isActive ? undefined : <Pill tone="grey" shape="✕" word={ui.t('state.closed')} struck />}
      >
        <a class="btn" href={`/control/charts/${data.id}/chart.pdf?last=${data.shown}`}>
          PDF
        </a>
        <a class="btn" href={`/control/charts/${data.id}/points.xlsx`}>
          {ui.t('control.export')}
        </a>
      </PageHead>
      {open ? (
        <p class="problems tone-red">
          <Pill tone="red" shape="▲" word={ui.t('control.onHold')} />{' '}
          <a href={`/control/alarms/${open.id}`}>
            {ui.t('control.toAlarm', { rule: open.rules.map(ruleCode).join('、') })}
          </a>
        </p>
      ) : null}
      <Card>
        <Facts
          line
          facts={[
            { label: ui.t('control.kindHead'), value: ui.t(`control.kind.${chart.kind}`) },
            { label: ui.t('control.quantity'), value: axisOf(chart) },
            { label: ui.t('control.lot'), value: chart.material_lot },
            { label: ui.t('control.instrument'), value: chart.instrument },
            {
              label: ui.t('field.feedKind'),
              value: chart.feed === null ? ui.t('control.feedNone') : ui.t(`control.feed.${chart.feed}`),
            },
            { label: ui.t('control.rules'), value: chart.rules.map(ruleCode).join('、') },
            {
              label: ui.t('control.parameters'),
              value: data.parameters.map(({ code, name }) => (
                <a key={code} href={`/parameters/${code}`} class="me-2">
                  {code} {name[ui.lang]}
                </a>
              )),
              wide: true,
            },
          ]}
        />
      </Card>
      <Tabs
        label={ui.t('control.pictures')}
        tabs={views.map((view) => ({
          href: `/control/charts/${data.id}?view=${view}&last=${data.shown}`,
          label: ui.t(`control.view.${view}`),
          active: view === data.view,
        }))}
      />
      <Card>
        <Baseline data={data} ui={ui} />
        <Picture scene={data.scene} compact={data.compact} lang={ui.lang} />
        {data.total > data.points.length || data.shown > SHOWN ? (
          <p class="quiet mb-0">
            {ui.t('control.shownOf', { shown: data.points.length, total: data.total })}{' '}
            {[SHOWN, 300, 2000].map((last) => (
              <a key={last} class="me-2" href={`/control/charts/${data.id}?view=${data.view}&last=${last}`}>
                {ui.t('control.lastPoints', { count: last })}
              </a>
            ))}
          </p>
        ) : null}
      </Card>
      {isActive && ui.may('control.write') ? <PointForm data={data} ui={ui} /> : null}
      <Card title={ui.t('control.limits')} flush id="limits">
        <LimitsTable data={data} ui={ui} />
      </Card>
      <LimitsForms data={data} ui={ui} />
      <Card title={ui.t('control.points')} flush id="points">
        <PointTable data={data} ui={ui} />
      </Card>
      <OlderPoints data={data} ui={ui} />
      {data.alarms.length > 0 ? (
        <Card title={ui.t('control.alarms')} flush>
          <Alarms ui={ui} alarms={data.alarms} names={data.names} />
        </Card>
      ) : null}
      {isActive && ui.may('control.write') ? <Upkeep data={data} ui={ui} /> : null}
      <ChartMoves data={data} ui={ui} />
    </>
  );
}

/** How far the baseline is, and which of its points the proposed limits would leave outside. */
function Baseline({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element | null {
  const hasLimits = data.limits.some(({ state }) => state === 'approved');
  if (data.baselineOut.length > 0)
    return (
      <p class="problems tone-amber">
        {ui.t('control.baselineOut', { points: data.baselineOut.map((seq) => `#${seq}`).join('、') })}
      </p>
    );
  if (hasLimits) return null;
  return (
    <p class="quiet">
      {ui.t(data.waiting >= data.least ? 'control.baselineReady' : 'control.baselineGrows', {
        count: data.waiting,
        least: data.least,
      })}
    </p>
  );
}

function PointForm({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element {
  const { chart } = data;
  return (
    <>
      <Card title={ui.t('control.addPoint')} id="add">
        <Form ui={ui} action={`/control/charts/${data.id}/points`} draft="off">
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="at"
              label={ui.t('field.at')}
              value={data.now}
              required
              width="third"
              hint={ui.t('control.atHint')}
            />
            <TextField
              ui={ui}
              name="readings"
              label={axisOf(chart)}
              required
              width="third"
              hint={ui.t('control.readingsHint', { count: chart.subgroup })}
            />
            <TextField
              ui={ui}
              name="instrument"
              label={ui.t('control.instrument')}
              value={chart.instrument ?? ''}
              width="third"
              scan
            />
            <TextField
              ui={ui}
              name="lot"
              label={ui.t('control.lot')}
              value={chart.material_lot ?? ''}
              width="third"
              scan
            />
            <TextField ui={ui} name="note" label={ui.t('field.note')} width="half" />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('control.save')}</button>
          </FormFoot>
        </Form>
      </Card>
      <ImportCard
        ui={ui}
        action={`/control/charts/${data.id}/import`}
        title={ui.t('control.import')}
        lead={ui.t('control.importLead')}
        workbook={`/control/charts/${data.id}/points.xlsx`}
      />
    </>
  );
}

/** Annotations and rules. */
function Upkeep({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element {
  return (
    <>
      <details class="more mb-3" open={ui.problem('words') !== undefined}>
        <summary>{ui.t('control.annotate')}</summary>
        <Form ui={ui} action={`/control/charts/${data.id}/notes`} draft="off">
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="noteKind"
              label={ui.t('field.noteKind')}
              required
              width="third"
              options={options(noteKinds, (kind) => ui.t(`control.note.${kind}`))}
            />
            <DateField ui={ui} name="onDay" label={ui.t('field.onDay')} value={ui.today} max={ui.today} width="third" />
            <TextField ui={ui} name="words" label={ui.t('field.words')} required width="third" />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('control.save')}</button>
          </FormFoot>
        </Form>
      </details>
      <details class="more mb-3" open={ui.problem('rules') !== undefined}>
        <summary>{ui.t('control.changeRules')}</summary>
        <Form ui={ui} action={`/control/charts/${data.id}/rules`} version={data.version} draft="off">
          <RuleFields ui={ui} chosen={data.chart.rules} />
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('control.save')}</button>
          </FormFoot>
        </Form>
      </details>
    </>
  );
}

function ChartMoves({ data, ui }: { data: ChartPage; ui: Ui }): JSX.Element | null {
  const moves = data.moves.filter(({ move }) => move !== 'change');
  if (moves.length === 0) return null;
  return (
    <Moves
      ui={ui}
      moves={moves.map(({ move, obstacles }) => ({
        move,
        label: ui.t(move === 'close' ? 'control.closeChart' : 'control.reopenChart'),
        obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)),
        action: `/control/charts/${data.id}/state`,
        version: data.version,
        fields: { chartMove: move },
        reason: true,
        kind: move === 'close' ? ('danger' as const) : ('plain' as const),
      }))}
    />
  );
}
