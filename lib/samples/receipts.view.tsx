import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { asked, Options, PortionTable, type SamplingLine } from '../samplings/index.ts';
import {
  Card,
  CheckField,
  DataTable,
  DecimalField,
  Facts,
  FieldProblem,
  FieldSet,
  Form,
  FormFoot,
  fieldId,
  PageHead,
  SelectField,
  StatePill,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import { Questions } from './questions.view.tsx';
import { checkNames, decisions, grounds } from './rows.ts';
import type { ReceiptPage } from './show.ts';

/** Samplings that wait at the counter, oldest first. */
export function waitingView(data: { rows: SamplingLine[]; next: string | null }, ui: Ui): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('receipts.title')} note={ui.t('receipts.note')} />
      <DataTable
        ui={ui}
        caption={ui.t('receipts.title')}
        rows={data.rows}
        rowKey={(row) => row.id}
        href={(row) => `/samplings/${row.id}/receipt`}
        empty={ui.t('receipts.empty')}
        first={asked(ui).get('after') ? '/receipts' : undefined}
        next={data.next ? `/receipts?after=${data.next}` : undefined}
        columns={[
          { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
          { key: 'class', head: ui.t('field.class'), cell: (row) => ui.t(`class.${row.class}`) },
          { key: 'product', head: ui.t('field.productName'), cell: (row) => row.productName, wrap: true },
          { key: 'batch', head: ui.t('field.batchNo'), cell: (row) => row.batchNo },
          { key: 'unit', head: ui.t('field.sampledUnit'), cell: (row) => row.sampledUnit, wrap: true, deskOnly: true },
          { key: 'on', head: ui.t('field.sampledOn'), cell: (row) => row.sampledOn },
        ]}
      />
    </>
  );
}

/** The handover form: seven checks, a decision, and what belongs to it. */
export function receiptView(data: ReceiptPage, ui: Ui): JSX.Element {
  const { sampling } = data;
  return (
    <>
      <PageHead
        over={<a href={`/samplings/${sampling.id}`}>{sampling.number}</a>}
        title={`${ui.t('receipts.receive')}　${sampling.productName}`}
        note={<StatePill ui={ui} state={sampling.state} />}
      />
      <Card title={ui.t('receipts.goods')}>
        <Facts
          facts={[
            { label: ui.t('field.batchNo'), value: sampling.batchNo },
            { label: ui.t('field.producer'), value: sampling.producer },
            { label: ui.t('field.sampledUnit'), value: sampling.sampledUnit },
            { label: ui.t('field.sampledOn'), value: sampling.sampledOn },
            { label: ui.t('field.quantity'), value: data.quantity },
            { label: ui.t('receipts.storage'), value: data.storage ?? '' },
          ]}
        />
      </Card>
      <Card title={ui.t('samplings.group.portions')} flush>
        <PortionTable ui={ui} portions={data.portions} />
      </Card>
      {data.decided ? <p class="quiet">{ui.t('receipts.decided')}</p> : <ReceiptForm data={data} ui={ui} />}
    </>
  );
}

function ReceiptForm({ data, ui }: { data: ReceiptPage; ui: Ui }): JSX.Element {
  return (
    <Form ui={ui} action={`/samplings/${data.sampling.id}/receipt`} version={data.version}>
      <FieldSet legend={ui.t('receipts.checks')} hint={ui.t('receipts.checks-hint')}>
        {checkNames.map((name) => (
          <Choice
            key={name}
            ui={ui}
            name={`checks.${name}`}
            label={ui.t(`check.${name}`)}
            values={['ok', 'not']}
            word={(value) => lookUp(ui.lang, `check.${name}.${value}`)}
          />
        ))}
      </FieldSet>
      <FieldSet legend={ui.t('receipts.decide')}>
        <Choice
          ui={ui}
          name="decision"
          label={ui.t('field.decision')}
          values={decisions}
          word={(value) => lookUp(ui.lang, `decision.${value}`)}
        />
        <DecimalField
          ui={ui}
          name="temperature"
          label={ui.t('field.temperature')}
          unit="℃"
          hint={data.cold ? ui.t('receipts.cold') : undefined}
        />
        <SelectField
          ui={ui}
          name="priority"
          label={ui.t('field.priority')}
          value="normal"
          empty={false}
          options={(['normal', 'urgent'] as const).map((value) => ({ value, label: ui.t(`priority.${value}`) }))}
        />
        <TextArea
          ui={ui}
          name="deviation"
          label={ui.t('field.deviation')}
          hint={ui.t('receipts.deviation-hint')}
          width="full"
          maxLength={2000}
        />
        <Options ui={ui} name="grounds" label={ui.t('field.grounds')} hint={ui.t('receipts.grounds-hint')}>
          {grounds.map((ground) => (
            <CheckField key={ground} ui={ui} name="grounds" value={ground} label={ui.t(`ground.${ground}`)} />
          ))}
        </Options>
        <SelectField
          ui={ui}
          name="specification"
          label={ui.t('field.specification')}
          hint={ui.t('receipts.specification-hint')}
          empty={ui.t('receipts.plan-later')}
          options={data.specifications.map(({ code, name }) => ({ value: code, label: name }))}
          width="full"
        />
        {data.questions.length > 0 ? (
          <div class="field field-full">
            <Questions ui={ui} questions={data.questions} />
          </div>
        ) : null}
        <TextArea ui={ui} name="note" label={ui.t('field.note')} width="full" maxLength={2000} rows={2} />
      </FieldSet>
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('act.confirm')}</button>
        <a class="btn" href="/receipts">
          {ui.t('act.cancel')}
        </a>
      </FormFoot>
    </Form>
  );
}

/** One of a few, each as a word to tick; nothing is ticked beforehand, so that nobody confirms what he did not look at. */
function Choice(props: {
  ui: Ui;
  name: string;
  label: string;
  values: readonly string[];
  word: (value: string) => string;
}): JSX.Element {
  const { ui, name, label, values, word } = props;
  const labelId = `${fieldId(name)}-label`;
  const problem = ui.problem(name);
  return (
    <div class="field field-third" role="radiogroup" aria-labelledby={labelId} id={fieldId(name)}>
      <span class="form-label" id={labelId}>
        {label}
      </span>
      <div class="page-acts">
        {values.map((value) => (
          <CheckField key={value} ui={ui} type="radio" name={name} value={value} label={word(value)} required />
        ))}
      </div>
      {problem ? <FieldProblem text={problem} /> : null}
    </div>
  );
}
