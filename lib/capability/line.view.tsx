import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DateField,
  Facts,
  Form,
  FormFoot,
  PageHead,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { LineSheet } from './line.ts';
import type { CapabilityMove } from './machine.ts';
import { StandingPill } from './standing.view.tsx';

/** One line of the annex: what it says, how it stood on any day, and its changes. */
export function LineView({ data, ui }: { data: LineSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/capability">{ui.t('nav.capability')}</a>}
        title={`${data.parameter_code} ${data.item}`}
        note={<StandingPill ui={ui} standing={data.standing} />}
      >
        <a class="btn" href={`/parameters/${data.parameter_code}`}>
          {ui.t('capability.toParameter')}
        </a>
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('capability.scheme'), value: data.scheme },
            { label: ui.t('capability.annex_no'), value: data.annex_no },
            { label: ui.t('capability.certificate'), value: data.certificate },
            { label: ui.t('capability.approved_on'), value: data.approved_on },
            { label: ui.t('capability.valid_to'), value: data.valid_to },
            { label: ui.t('capability.site'), value: data.site },
            { label: ui.t('capability.project'), value: data.project },
            { label: ui.t('capability.object'), value: data.object, wide: true },
            { label: ui.t('capability.standards'), value: data.standards, wide: true },
            { label: ui.t('capability.scope'), value: data.scope, wide: true },
            { label: ui.t('capability.note'), value: data.note, wide: true },
          ]}
        />
      </Card>
      <Card title={ui.t('capability.onDay')}>
        <form class="d-flex gap-2 align-items-end flex-wrap" action={`/capability/lines/${data.id}`} method="get">
          <DateField ui={ui} name="day" label={ui.t('capability.day')} value={data.day ?? data.today} required />
          <button class="btn mb-3">{ui.t('capability.tell')}</button>
        </form>
        {data.day === null || data.then === null ? null : (
          <p>
            {data.day} <StandingPill ui={ui} standing={data.then} />
          </p>
        )}
      </Card>
      {data.moves.length === 0 ? null : (
        <Card title={ui.t('capability.change')} id="change">
          {data.moves.map(({ move, obstacles }) => (
            <MoveForm
              key={move}
              data={data}
              ui={ui}
              move={move}
              obstacles={obstacles.map((one) => reasonText(ui.lang, one))}
            />
          ))}
        </Card>
      )}
      <History data={data} ui={ui} />
    </>
  );
}

function MoveForm({
  data,
  ui,
  move,
  obstacles,
}: {
  data: LineSheet;
  ui: Ui;
  move: CapabilityMove;
  obstacles: string[];
}): JSX.Element {
  const label = ui.t(`move.capability.${move}`);
  const dated = move === 'grant' || move === 'renew';
  if (obstacles.length > 0) {
    return (
      <div class="move mb-2">
        <button type="button" class="btn btn-refused" aria-disabled="true">
          {label}
        </button>
        <div class="move-why">
          {obstacles.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </div>
    );
  }
  return (
    <details class="more mb-2" open={ui.value('stateMove') === move}>
      <summary>{label}</summary>
      <Form ui={ui} action={`/capability/lines/${data.id}/state`} version={data.version} draft="off">
        <input type="hidden" name="stateMove" value={move} />
        <div class="fields-grid">
          <DateField
            ui={ui}
            name="fromDay"
            label={ui.t('field.fromDay')}
            value={data.today}
            max={data.today}
            required
          />
          {dated ? (
            <>
              <TextField
                ui={ui}
                name="annexCertificate"
                label={ui.t('capability.certificate')}
                value={data.certificate ?? ''}
              />
              <DateField ui={ui} name="annexEnd" label={ui.t('capability.valid_to')} required />
            </>
          ) : null}
          <TextArea ui={ui} name="reason" label={ui.t('capability.why')} rows={2} required width="full" />
        </div>
        <FormFoot>
          <button class={move === 'cancel' ? 'btn btn-outline-danger' : 'btn btn-primary'}>{label}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function History({ data, ui }: { data: LineSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('capability.history')}>
      {data.history.length === 0 ? <p class="quiet">{ui.t('capability.noHistory')}</p> : null}
      <ol class="list-unstyled mb-0">
        {data.history.map((one) => (
          <li key={one.id} class="mb-2">
            <strong>{one.from}</strong> {ui.t(`move.capability.${one.move}`)}: {ui.t(`state.${one.before}`)} →{' '}
            {ui.t(`state.${one.after}`)}
            <div class="quiet">{`${one.reason} · ${one.by} · ${chinaTime(one.at)}`}</div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
