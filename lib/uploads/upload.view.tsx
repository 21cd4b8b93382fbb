import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  DateField,
  Facts,
  FieldSet,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { Mark } from './parts.view.tsx';
import type { BatchRow } from './rows.ts';
import type { UploadSheet } from './show.ts';

/** A file on its way: made, approved, handed over, answered. */
export function UploadView({ data, ui }: { data: UploadSheet; ui: Ui }): JSX.Element {
  const { row, layoutName, moves } = data;
  const canDownload = row.state !== 'made' && row.state !== 'void' && ui.may('upload.write');
  return (
    <>
      <PageHead
        title={
          <>
            {row.number} <Mark ui={ui} of="upload" state={row.state} />
          </>
        }
        over={<a href="/uploads?scope=files">{ui.t('upload.scope.files')}</a>}
        note={`${layoutName[ui.lang]} ${row.layout_version}`}
      >
        {canDownload ? (
          <a class="btn btn-primary" href={`/uploads/${row.id}/file`}>
            {ui.t('upload.download')}
          </a>
        ) : null}
      </PageHead>
      <About data={data} ui={ui} />
      {moves.some(({ move }) => move === 'approve') ? <Approve data={data} ui={ui} /> : null}
      {moves.some(({ move }) => move === 'hand') ? <Hand data={data} ui={ui} /> : null}
      {moves.some(({ move }) => move === 'acknowledge') ? (
        <Acknowledge data={data} ui={ui} />
      ) : (
        <Batches data={data} ui={ui} />
      )}
      <Preview data={data} ui={ui} />
      {moves.some(({ move }) => move === 'withdraw') ? (
        <details class="more">
          <summary>{ui.t('upload.withdraw')}</summary>
          <Form ui={ui} action={`/uploads/${row.id}/withdrawal`} version={row.version} draft="off">
            <TextArea
              ui={ui}
              name="reason"
              label={ui.t('field.reason')}
              required
              rows={2}
              maxLength={2000}
              hint={ui.t('upload.withdrawHint')}
            />
            <FormFoot>
              <button class="btn">{ui.t('upload.withdraw')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </>
  );
}

function About({ data: { row, system, blank, names }, ui }: { data: UploadSheet; ui: Ui }): JSX.Element {
  const by = (day: string | null, who: string | null) => (day === null ? '' : `${day} ${names[who ?? ''] ?? ''}`);
  return (
    <Card>
      <Facts
        facts={[
          { label: ui.t('upload.system'), value: system[ui.lang] },
          { label: ui.t('upload.period'), value: `${row.asked.from}～${row.asked.to}` },
          { label: ui.t('upload.batches'), value: row.batches },
          {
            label: ui.t('upload.format'),
            value: `${lookUp(ui.lang, `upload.format.${row.format}`)} · ${lookUp(ui.lang, `upload.encoding.${row.encoding}`)}`,
          },
          { label: ui.t('upload.made'), value: by(chinaTime(row.created_at), row.made_by) },
          { label: ui.t('upload.approved'), value: by(row.approved_at && chinaTime(row.approved_at), row.approved_by) },
          {
            label: ui.t('upload.handed'),
            value: row.handed_on === null ? '' : `${by(row.handed_on, row.handed_by)} · ${row.handed_how ?? ''}`,
          },
          { label: ui.t('upload.acknowledged'), value: by(row.acknowledged_on, row.acknowledged_by) },
          { label: ui.t('upload.systemNo'), value: row.system_no },
          {
            label: ui.t('upload.receipt'),
            value: row.receipt_hash === null ? '' : <a href={`/uploads/${row.id}/receipt`}>{row.receipt_name}</a>,
          },
          { label: ui.t('field.purpose'), value: row.purpose, wide: true },
          ...(row.void_reason === null
            ? []
            : [{ label: ui.t('upload.withdrawnFor'), value: row.void_reason, wide: true }]),
          { label: ui.t('upload.fileHash'), value: <code class="digest">{row.file_hash}</code>, wide: true },
          ...(blank.length === 0 ? [] : [{ label: ui.t('upload.blank'), value: blank.join('、'), wide: true }]),
        ]}
      />
    </Card>
  );
}

function Approve({ data: { row, moves }, ui }: { data: UploadSheet; ui: Ui }): JSX.Element {
  const [obstacle] = moves.find(({ move }) => move === 'approve')?.obstacles ?? [];
  return (
    <Card title={ui.t('upload.approve')}>
      <p>{obstacle ? reasonText(ui.lang, obstacle) : ui.t('upload.approveLead')}</p>
      {obstacle ? null : (
        <Form ui={ui} action={`/uploads/${row.id}/approval`} version={row.version} draft="off">
          <FormFoot>
            <button class="btn btn-primary">{ui.t('upload.approve')}</button>
          </FormFoot>
        </Form>
      )}
    </Card>
  );
}

const Hand = ({ data: { row }, ui }: { data: UploadSheet; ui: Ui }): JSX.Element => (
  <Card title={ui.t('upload.hand')}>
    <p class="mb-3">{ui.t('upload.handLead')}</p>
    <Form ui={ui} action={`/uploads/${row.id}/hand-over`} version={row.version}>
      <div class="fields-grid">
        <DateField
          ui={ui}
          name="handedOn"
          label={ui.t('field.handedOn')}
          value={ui.today}
          max={ui.today}
          width="third"
          required
        />
        <TextField
          ui={ui}
          name="handedHow"
          label={ui.t('field.handedHow')}
          required
          maxLength={300}
          hint={ui.t('upload.howHint')}
        />
      </div>
      <FormFoot>
        <button class="btn btn-primary">{ui.t('upload.hand')}</button>
      </FormFoot>
    </Form>
  </Card>
);

const nameOf = ({ content, report_number }: BatchRow): string => content.batch.sampleNo ?? report_number;

const Acknowledge = ({ data: { row, batches }, ui }: { data: UploadSheet; ui: Ui }): JSX.Element => (
  <Card title={ui.t('upload.acknowledge')}>
    <p class="mb-3">{ui.t('upload.acknowledgeLead')}</p>
    <Form ui={ui} action={`/uploads/${row.id}/acknowledgement`} version={row.version} files>
      <div class="fields-grid mb-3">
        <DateField
          ui={ui}
          name="acknowledgedOn"
          label={ui.t('field.acknowledgedOn')}
          value={ui.today}
          max={ui.today}
          width="third"
          required
        />
        <TextField ui={ui} name="systemNo" label={ui.t('field.systemNo')} width="third" required maxLength={100} />
        <FileField
          ui={ui}
          name="receipt"
          label={ui.t('field.receipt')}
          accept=".pdf,.png,.jpg,.jpeg,.xlsx"
          width="third"
        />
      </div>
      {batches.map((batch, n) => (
        <FieldSet key={batch.id} legend={`${nameOf(batch)} ${batch.product_name} ${batch.batch_no}`}>
          <input type="hidden" name={`answers.${n}.batch`} value={batch.id} />
          <SelectField
            ui={ui}
            name={`answers.${n}.batchState`}
            label={ui.t('field.batchState')}
            value="accepted"
            empty={false}
            width="third"
            options={(['accepted', 'returned'] as const).map((value) => ({
              value,
              label: ui.t(`uploadBatch.state.${value}`),
            }))}
          />
          <TextField ui={ui} name={`answers.${n}.reason`} label={ui.t('upload.why')} maxLength={500} />
        </FieldSet>
      ))}
      <FormFoot>
        <button class="btn btn-primary">{ui.t('upload.acknowledge')}</button>
      </FormFoot>
    </Form>
  </Card>
);

const Batches = ({ data: { batches }, ui }: { data: UploadSheet; ui: Ui }): JSX.Element => (
  <Card title={ui.t('upload.batches')} flush>
    <DataTable<BatchRow>
      ui={ui}
      caption={ui.t('upload.batches')}
      rows={batches}
      rowKey={({ id }) => id}
      href={({ sample_id }) => `/samples/${sample_id}`}
      empty={ui.t('table.empty')}
      columns={[
        { key: 'sample', head: ui.t('upload.sample'), cell: (batch) => nameOf(batch) },
        {
          key: 'product',
          head: ui.t('upload.product'),
          cell: (batch) => `${batch.product_name} ${batch.batch_no}`,
          wrap: true,
        },
        { key: 'report', head: ui.t('upload.report'), cell: (batch) => batch.report_number },
        {
          key: 'state',
          head: ui.t('upload.answer'),
          cell: (batch) => <Mark ui={ui} of="uploadBatch" state={batch.state} />,
        },
        { key: 'reason', head: ui.t('upload.why'), cell: (batch) => batch.reason ?? '—', wrap: true },
        { key: 'on', head: ui.t('upload.acknowledged'), cell: (batch) => batch.decided_on ?? '—', deskOnly: true },
      ]}
    />
  </Card>
);

/** Everything that stands in the file, batch by batch: for whoever approves it. */
const Preview = ({ data: { columns, batches }, ui }: { data: UploadSheet; ui: Ui }): JSX.Element => (
  <Card title={ui.t('upload.content')}>
    <p class="note">{ui.t('upload.previewLead')}</p>
    {batches.map((batch) => (
      <details class="more" key={batch.id}>
        <summary>{`${nameOf(batch)} ${batch.product_name} ${batch.batch_no}`}</summary>
        <Written columns={columns} batch={batch} ui={ui} />
      </details>
    ))}
  </Card>
);

/** What the file says of a batch; columns without a value are named together. */
function Written({ columns, batch, ui }: { columns: UploadSheet['columns']; batch: BatchRow; ui: Ui }): JSX.Element {
  const { batch: said, items } = batch.content;
  const filled = columns.batch.filter(({ key }) => said[key]);
  const blank = columns.batch.filter(({ key }) => !said[key]).map(({ header }) => header);
  return (
    <>
      <Facts
        facts={[
          ...filled.map(({ key, header }) => ({ label: header, value: said[key] })),
          ...(blank.length === 0 ? [] : [{ label: ui.t('upload.blank'), value: blank.join('、'), wide: true }]),
        ]}
      />
      <div class="mt-3">
        <DataTable
          ui={ui}
          caption={ui.t('upload.items')}
          rows={items.map((item, n) => ({ item, n: String(n) }))}
          rowKey={({ n }) => n}
          empty={ui.t('table.empty')}
          columns={columns.items
            .filter(({ key }) => items.some((item) => item[key]))
            .map(({ key, header }) => ({
              ...{
                key,
                head: header,
                wrap: true,
                cell: ({ item }: { item: Record<string, string> }) => item[key] || '—',
              },
            }))}
        />
      </div>
    </>
  );
}
