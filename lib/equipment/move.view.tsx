import type { JSX } from 'preact';
import { Form, FormFoot, SelectField, TextArea, type Ui } from '../ui/index.ts';
import { GridField, limitColumns } from './marks.tsx';
import { causes, type InstrumentRow } from './rows.ts';

/** Release within limits: the good part as data, which the bench obeys. */
export function LimitCard({ row, ui }: { row: InstrumentRow; ui: Ui }): JSX.Element {
  return (
    <details class="more" open={ui.problems.length > 0 && ui.value('move') === 'limit'}>
      <summary>{ui.t('equipment.move.limit')}…</summary>
      <Form ui={ui} action={`/instruments/${row.id}/releases`} version={row.version} draft="off">
        <input type="hidden" name="move" value="limit" />
        <p class="quiet">{ui.t('equipment.limitHint')}</p>
        <GridField ui={ui} name="limits" label={ui.t('equipment.limits')} columns={limitColumns(ui)} rows={3} />
        <TextArea ui={ui} name="reason" label={ui.t('equipment.reason')} rows={2} maxLength={2000} width="full" />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('equipment.move.limit')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

/** Stopping: why, in a word and in a sentence. */
export function StopCard({ row, ui }: { row: InstrumentRow; ui: Ui }): JSX.Element {
  return (
    <details class="more" open={ui.problems.length > 0 && ui.value('move') === 'stop'}>
      <summary>{ui.t('equipment.move.stop')}…</summary>
      <Form ui={ui} action={`/instruments/${row.id}/moves`} version={row.version} draft="off">
        <input type="hidden" name="move" value="stop" />
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="cause"
            label={ui.t('equipment.cause')}
            options={causes
              .filter((cause) => cause !== 'unfit')
              .map((cause) => ({ value: cause, label: ui.t(`equipment.cause.${cause}`) }))}
            width="third"
            required
          />
          <TextArea
            ui={ui}
            name="reason"
            label={ui.t('equipment.reason')}
            hint={ui.t('equipment.stopHint')}
            rows={2}
            maxLength={2000}
            width="full"
            required
          />
        </div>
        <FormFoot>
          <button class="btn btn-outline-danger">{ui.t('equipment.move.stop')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
