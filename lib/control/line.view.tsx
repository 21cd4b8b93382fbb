import type { JSX } from 'preact';
import { CoverFields } from '../internal/index.ts';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  DateField,
  Facts,
  Form,
  FormFoot,
  Moves,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { Anomaly } from './anomaly.view.tsx';
import { blindMethods } from './carry.ts';
import { LinePill } from './parts.view.tsx';
import type { LineSheet } from './plans.show.ts';

/** One line of the plan: what was planned, how it was carried out, what came of it, and the 异常记录 where it failed. */
export function LineView({ data, ui }: { data: LineSheet; ui: Ui }): JSX.Element {
  const { line } = data;
  const may = (move: string) => data.moves.some((one) => one.move === move && one.obstacles.length === 0);
  const isBlind = blindMethods.includes(line.method);
  return (
    <>
      <PageHead
        over={
          <a href={`/control/plans/${data.plan.id}`}>
            {data.plan.number} {data.plan.title}
          </a>
        }
        title={`${data.code} ${data.name[ui.lang]}`}
        note={ui.t(`control.method.${line.method}`)}
      >
        <LinePill ui={ui} state={line.state} />
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('field.plannedOn'), value: line.planned_on },
            { label: ui.t('field.responsible'), value: data.names[line.responsible_id ?? ''] },
            { label: ui.t('control.criterion'), value: ui.t(`control.criterion.${line.criterion.kind}`) },
            { label: ui.t('control.basis'), value: data.basis, wide: true },
            { label: ui.t('control.figures'), value: figures(data, ui), wide: true },
            { label: ui.t('field.note'), value: line.remark, wide: true },
            {
              label: ui.t('control.internalSample'),
              value: data.sample && <a href={`/samples/${data.sample.id}`}>{data.sample.number}</a>,
            },
            {
              label: ui.t('control.earlier'),
              value: data.earlier && (
                <>
                  <a href={`/samples/${data.earlier.sample}`}>{data.earlier.number}</a>　{data.earlier.result}
                </>
              ),
            },
          ]}
        />
      </Card>
      {line.judgement ? <Outcome data={data} ui={ui} /> : null}
      {data.anomaly ? <Anomaly data={data} ui={ui} /> : null}
      {isBlind && may('start') ? <BlindForm data={data} ui={ui} /> : null}
      {may('satisfy') ? <ValuesForm data={data} ui={ui} open={!isBlind || line.state === 'under-way'} /> : null}
      {data.moves
        .filter(({ move, obstacles }) => move === 'satisfy' && obstacles.length > 0)
        .map(({ obstacles }) => (
          <div key="why" class="move-why">
            {obstacles.map((reason) => (
              <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
            ))}
          </div>
        ))}
      {data.moves.some(({ move }) => move === 'drop') ? (
        <Moves
          ui={ui}
          moves={[
            {
              move: 'drop',
              label: ui.t('control.dropLine'),
              obstacles: [],
              action: `/control/lines/${data.id}/drop`,
              version: data.version,
              reason: true,
              kind: 'danger',
            },
          ]}
        />
      ) : null}
      {line.dropped_reason === null ? null : (
        <p class="quiet">{ui.t('control.droppedWhy', { reason: line.dropped_reason })}</p>
      )}
    </>
  );
}

function figures({ line: { criterion } }: LineSheet, ui: Ui): string {
  const keys = ['expanded', 'critical', 'most', 'low', 'high', 'assigned', 'expandedAssigned'] as const;
  return keys
    .flatMap((key) => (criterion[key] === undefined ? [] : [`${ui.t(`field.${key}`)} ${criterion[key]}`]))
    .join('；');
}

/** The judgement opens to its formula and numbers. */
function Outcome({ data, ui }: { data: LineSheet; ui: Ui }): JSX.Element | null {
  const { judgement, done_on, judged_by, data: measured } = data.line;
  if (!judgement) return null;
  const records = [measured?.from1, measured?.from2].filter((id) => id !== undefined);
  return (
    <Card title={ui.t('control.judgement')}>
      <Facts
        facts={[
          { label: ui.t('control.stateHead'), value: <LinePill ui={ui} state={judgement.ok ? 'ok' : 'not-ok'} /> },
          { label: ui.t('field.doneOn'), value: done_on },
          {
            label: ui.t('control.judgedBy'),
            value: judged_by === null ? ui.t('control.byItself') : data.names[judged_by],
          },
          { label: ui.t('control.formula'), value: judgement.formula, wide: true },
          { label: ui.t('control.numbers'), value: judgement.numbers, wide: true },
          { label: ui.t('control.value'), value: judgement.value },
          { label: ui.t('control.bound'), value: judgement.limit },
          {
            label: ui.t('control.records'),
            value:
              records.length > 0 &&
              records.map((id, i) => (
                <a key={id} class="me-2" href={`/tests/${id}`}>
                  {ui.t('control.record', { n: i + 1 })}
                </a>
              )),
          },
        ]}
      />
    </Card>
  );
}

function BlindForm({ data, ui }: { data: LineSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('control.prepare')} id="prepare">
      <p class="mb-3">{ui.t('control.prepareLead')}</p>
      <Form ui={ui} action={`/control/lines/${data.id}/start`} version={data.version}>
        <div class="fields-grid">
          <TextField
            ui={ui}
            name="earlierSample"
            label={ui.t('field.earlierSample')}
            scan
            width="half"
            hint={ui.t('control.earlierHint')}
            required={data.line.criterion.assigned === undefined}
          />
        </div>
        <CoverFields
          ui={ui}
          productClass={data.productClass}
          dueOn={data.line.planned_on < ui.today ? ui.today : data.line.planned_on}
        />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('control.prepareDo')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function ValuesForm({ data, ui, open }: { data: LineSheet; ui: Ui; open: boolean }): JSX.Element {
  const { kind, assigned } = data.line.criterion;
  const measured = data.line.data ?? {};
  return (
    <details class="more mb-3" open={open || ui.problems.length > 0}>
      <summary>{ui.t('control.enter')}</summary>
      <Form ui={ui} action={`/control/lines/${data.id}/values`} version={data.version}>
        <div class="fields-grid">
          <DateField
            ui={ui}
            name="doneOn"
            label={ui.t('field.doneOn')}
            value={ui.today}
            max={ui.today}
            required
            width="third"
          />
          <TextField
            ui={ui}
            name="x1"
            label={ui.t(kind === 'recovery' ? 'control.recoveryField' : 'field.x1')}
            value={measured.x1}
            width="third"
          />
          {kind === 'recovery' ? (
            (['spiked', 'unspiked', 'added'] as const).map((name) => (
              <TextField key={name} ui={ui} name={name} label={ui.t(`field.${name}`)} width="third" />
            ))
          ) : (
            <>
              <TextField ui={ui} name="x2" label={ui.t('field.x2')} value={measured.x2 ?? assigned} width="third" />
              <TextField
                ui={ui}
                name="sampleOne"
                label={ui.t('field.sampleOne')}
                width="third"
                scan
                hint={ui.t('control.sampleHint')}
              />
              <TextField ui={ui} name="sampleTwo" label={ui.t('field.sampleTwo')} width="third" scan />
            </>
          )}
        </div>
        <details class="more">
          <summary>{ui.t('control.personal')}</summary>
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="personal"
              label={ui.t('field.personal')}
              width="third"
              options={[
                { value: 'ok', label: ui.t('control.line.ok') },
                { value: 'not-ok', label: ui.t('control.line.not-ok') },
              ]}
            />
            <TextArea ui={ui} name="words" label={ui.t('control.personalWhy')} rows={2} />
          </div>
        </details>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('control.judge')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
