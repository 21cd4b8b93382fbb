import type { JSX } from 'preact';
import { Card, DataTable, DateField, FileField, Form, FormFoot, SelectField, TextField } from '../ui/index.ts';
import { Judged, type LotProps } from './parts.tsx';

/** What else can be done with a lot: opening, certificate, block, closing. Each is folded until it is wanted. */
export function StepsCard({ data, ui }: LotProps): JSX.Element {
  const at = `/materials/${data.id}`;
  return (
    <Card title={ui.t('material.steps')}>
      {data.openedOn === null ? (
        <details class="more mb-2" open={ui.problem('openedOn') !== undefined}>
          <summary>{ui.t('material.open')}</summary>
          <Form ui={ui} action={`${at}/opening`} version={data.version}>
            <DateField
              ui={ui}
              name="openedOn"
              label={ui.t('field.openedOn')}
              value={ui.today}
              min={data.receivedOn}
              max={ui.today}
              required
            />
            <FormFoot>
              <button class="btn btn-primary">{ui.t('material.openAct')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
      <details class="more mb-2" open={ui.problem('file') !== undefined}>
        <summary>{ui.t('material.certificate')}</summary>
        <Form ui={ui} action={`${at}/certificates`} version={data.version} draft="off" files>
          <FileField ui={ui} name="file" label={ui.t('field.file')} accept=".pdf,.png,.jpg,.jpeg" required />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('material.certify')}</button>
          </FormFoot>
        </Form>
      </details>
      <details class="more mb-2">
        <summary>{ui.t(data.blocked ? 'material.release' : 'material.block')}</summary>
        <Form ui={ui} action={`${at}/blocks`} version={data.version}>
          <input type="hidden" name="blocked" value={data.blocked ? 'no' : 'yes'} />
          {data.children.length === 0 ? null : (
            <p class="mb-2">{ui.t('material.blockChildren', { count: data.children.length })}</p>
          )}
          <TextField ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={2000} />
          <FormFoot>
            <button class="btn">{ui.t(data.blocked ? 'material.release' : 'material.block')}</button>
          </FormFoot>
        </Form>
      </details>
      {data.mayClose ? (
        <details class="more">
          <summary>{ui.t('material.close')}</summary>
          <Form ui={ui} action={`${at}/closing`} version={data.version}>
            <TextField ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={2000} />
            <FormFoot>
              <button class="btn">{ui.t('material.close')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </Card>
  );
}

/** 培养基适用性检查, recorded before use. */
export function SuitabilityCard({ data, ui }: LotProps): JSX.Element {
  return (
    <Card title={ui.t('material.suitability')}>
      <DataTable
        ui={ui}
        caption={ui.t('material.suitability')}
        rows={data.suitability}
        rowKey={(row) => `${row.on}${row.note}`}
        empty={ui.t('material.noSuitability')}
        columns={[
          { key: 'on', head: ui.t('field.date'), cell: (row) => row.on },
          { key: 'fits', head: ui.t('field.conclusion'), cell: (row) => <Judged ui={ui} good={row.fits} /> },
          { key: 'note', head: ui.t('material.suitabilityNote'), cell: (row) => row.note, wrap: true },
          { key: 'by', head: ui.t('material.by'), cell: (row) => row.by },
        ]}
      />
      {data.mayWrite ? (
        <Form ui={ui} action={`/materials/${data.id}/suitability`} version={data.version}>
          <div class="fields-grid">
            <DateField
              ui={ui}
              name="doneOn"
              label={ui.t('field.doneOn')}
              value={ui.today}
              min={data.receivedOn}
              max={ui.today}
              width="half"
              required
            />
            <SelectField
              ui={ui}
              name="conclusion"
              label={ui.t('field.conclusion')}
              width="half"
              required
              options={[
                { value: 'fit', label: ui.t('material.good') },
                { value: 'unfit', label: ui.t('material.bad') },
              ]}
            />
            <TextField
              ui={ui}
              name="note"
              label={ui.t('material.suitabilityNote')}
              hint={ui.t('material.suitabilityHint')}
              width="full"
              required
              maxLength={2000}
            />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('material.judge')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}
