import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  CheckField,
  DataTable,
  DateField,
  Empty,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { Confidence } from './parts.view.tsx';
import { encodings, formats } from './rows.ts';
import type { Checked } from './select.ts';
import type { NewUpload } from './show.ts';

/** First which batches, then the file: a batch with something missing cannot be chosen, and says what. */
export function NewUploadView({ data, ui }: { data: NewUpload; ui: Ui }): JSX.Element {
  const { layouts, asked, version, batches } = data;
  const layout = layouts.find(({ code }) => code === asked.layout);
  return (
    <>
      <PageHead
        title={ui.t('upload.new')}
        over={<a href="/uploads">{ui.t('nav.uploads')}</a>}
        note={ui.t('upload.newLead')}
      />
      <Card title={ui.t('upload.which')}>
        <form class="form" action="/uploads/new" method="get">
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="layout"
              label={ui.t('field.layout')}
              value={asked.layout}
              empty={false}
              width="half"
              options={layouts.map(({ code, name }) => ({ value: code, label: name[ui.lang] }))}
            />
            <SelectField
              ui={ui}
              name="workKind"
              label={ui.t('field.workKind')}
              value={asked.workKind ?? ''}
              empty={ui.t('upload.anyKind')}
              width="half"
              options={['JD', 'PJ', 'ZX', 'FX'].map((value) => ({ value, label: lookUp(ui.lang, `kind.${value}`) }))}
            />
            <DateField ui={ui} name="from" label={ui.t('upload.from')} value={asked.from} width="half" required />
            <DateField ui={ui} name="to" label={ui.t('upload.to')} value={asked.to} width="half" required />
          </div>
          <FormFoot>
            <button class="btn">{ui.t('upload.look')}</button>
          </FormFoot>
        </form>
        <p class="note">
          {ui.t('upload.layoutLine', { system: layout?.system[ui.lang] ?? '', version: version.version })}{' '}
          <Confidence ui={ui} confidence={version.confidence} />
        </p>
        {version.blank.length > 0 ? (
          <p class="note">{ui.t('upload.blankLine', { columns: version.blank.join('、') })}</p>
        ) : null}
      </Card>
      {batches.length === 0 ? (
        <Card>
          <Empty text={ui.t('upload.empty.new')} />
        </Card>
      ) : (
        <Chosen data={data} ui={ui} />
      )}
    </>
  );
}

function Chosen({ data: { asked, batches }, ui }: { data: NewUpload; ui: Ui }): JSX.Element {
  const faulty = batches.filter(({ faults }) => faults.length > 0).length;
  return (
    <Form ui={ui} action="/uploads">
      <Card title={ui.t('upload.batchesOf', { count: batches.length, faulty })} flush>
        <DataTable<Checked>
          ui={ui}
          caption={ui.t('upload.batches')}
          rows={batches}
          rowKey={({ open }) => open.sampleId}
          empty={ui.t('upload.empty.new')}
          tone={({ faults }) => (faults.length > 0 ? 'amber' : undefined)}
          columns={[
            {
              key: 'choose',
              head: ui.t('upload.sample'),
              cell: ({ open, faults }) => (
                <CheckField
                  ui={ui}
                  name="samples"
                  value={open.sampleId}
                  label={open.sampleNumber}
                  checked={faults.length === 0}
                  disabled={faults.length > 0}
                />
              ),
            },
            {
              key: 'product',
              head: ui.t('upload.product'),
              cell: ({ open }) => `${open.productName} ${open.batchNo}`,
              wrap: true,
            },
            { key: 'report', head: ui.t('upload.report'), cell: ({ open }) => open.reportNumber },
            { key: 'issued', head: ui.t('upload.issuedOn'), cell: ({ open }) => open.issuedOn },
            {
              key: 'faults',
              head: ui.t('upload.check'),
              cell: ({ faults, open }) => <Faults faults={faults} open={open} ui={ui} />,
              wrap: true,
            },
          ]}
        />
      </Card>
      <Card title={ui.t('upload.file')}>
        {(['layout', 'from', 'to', 'workKind'] as const).map((name) =>
          asked[name] === null ? null : <input key={name} type="hidden" name={name} value={asked[name] ?? ''} />,
        )}
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="format"
            label={ui.t('field.format')}
            value="xlsx"
            empty={false}
            width="half"
            options={formats.map((value) => ({ value, label: lookUp(ui.lang, `upload.format.${value}`) }))}
          />
          <SelectField
            ui={ui}
            name="encoding"
            label={ui.t('field.encoding')}
            value="utf-8"
            empty={false}
            width="half"
            hint={ui.t('upload.encodingHint')}
            options={encodings.map((value) => ({ value, label: lookUp(ui.lang, `upload.encoding.${value}`) }))}
          />
          <TextField
            ui={ui}
            name="purpose"
            label={ui.t('field.purpose')}
            required
            maxLength={300}
            hint={ui.t('upload.purposeHint')}
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('upload.make')}</button>
        </FormFoot>
      </Card>
    </Form>
  );
}

function Faults({ faults, open, ui }: Pick<Checked, 'faults' | 'open'> & { ui: Ui }): JSX.Element {
  if (faults.length === 0)
    return (
      <span>
        {open.returned === null ? ui.t('upload.complete') : ui.t('upload.returnedFor', { reason: open.returned })}
      </span>
    );
  return (
    <ul class="mb-0">
      {faults.map(({ kind, field, value }) => (
        <li key={`${kind}${field}`}>{lookUp(ui.lang, `upload.fault.${kind}`, { column: field, value })}</li>
      ))}
    </ul>
  );
}
