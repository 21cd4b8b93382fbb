import type { JSX } from 'preact';
import {
  Card,
  DateField,
  DecimalField,
  FieldSet,
  Form,
  FormFoot,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { OwnSheet, Wanted } from './own.show.ts';
import type { Reported } from './rows.ts';
import { localTime } from './times.ts';

/** Entry of results until the closing time, and everything that was handed in: each submission stays, the last one counts. */
export function ResultsCard({ data, ui }: { data: OwnSheet; ui: Ui }): JSX.Element | null {
  const last = data.submissions.at(-1)?.reported;
  if (data.state !== 'delivered') return null;
  const at = localTime(data.facts.closesAt);
  return (
    <Card title={ui.t('comparison.results')} id="results">
      <p class="quiet mb-3">{ui.t(`comparison.entry.${data.entry}`, { at })}</p>
      {data.submissions.map((one, index) => (
        <details key={one.at} class="more mb-2" open={index === data.submissions.length - 1}>
          <summary>
            {ui.t(index === data.submissions.length - 1 ? 'comparison.counts' : 'comparison.replaced', {
              n: index + 1,
              at: localTime(one.at),
              by: one.by,
            })}
            {one.late ? ` · ${ui.t('comparison.submitted.late')}` : ''}
          </summary>
          <ul class="mb-0">
            {data.wanted.map(({ key, name }) => (
              <li key={key}>
                {name}：{lineText(one.reported, key)}
              </li>
            ))}
            <li>
              {ui.t('field.usedMethod')}：{one.reported.method}；{ui.t('field.usedEquipment')}：{one.reported.equipment}
              ；{ui.t('field.testedOn')}：{one.reported.testedOn}
              {one.reported.remark === '' ? '' : `；${one.reported.remark}`}
            </li>
          </ul>
        </details>
      ))}
      {data.entry === 'closed' ? null : <Entry data={data} ui={ui} last={last} />}
    </Card>
  );
}

function lineText({ values, units }: Reported, key: string): string {
  const found = values[key];
  if (!found) return '—';
  return [found.value, units[key] ?? '', found.u === undefined ? '' : `(u ${found.u})`]
    .filter((part) => part !== '')
    .join(' ');
}

function Entry({ data, ui, last }: { data: OwnSheet; ui: Ui; last: Reported | undefined }): JSX.Element {
  return (
    <Form ui={ui} action={`/comparisons/own/${data.id}/results`}>
      {data.wanted.map((wanted, at) => (
        <FieldSet key={wanted.key} legend={wanted.name}>
          <input type="hidden" name={`results.${at}.key`} value={wanted.key} />
          {wanted.kind === 'number' ? (
            <NumberFields at={at} wanted={wanted} ui={ui} last={last} />
          ) : (
            <AnswerField at={at} wanted={wanted} ui={ui} last={last} />
          )}
        </FieldSet>
      ))}
      <div class="fields-grid">
        <TextField
          ui={ui}
          name="usedMethod"
          label={ui.t('field.usedMethod')}
          value={last?.method}
          width="half"
          required
          maxLength={500}
        />
        <TextField
          ui={ui}
          name="usedEquipment"
          label={ui.t('field.usedEquipment')}
          value={last?.equipment}
          width="half"
          required
          maxLength={500}
        />
        <DateField
          ui={ui}
          name="testedOn"
          label={ui.t('field.testedOn')}
          value={last?.testedOn}
          width="half"
          required
          max={ui.today}
        />
        <TextArea
          ui={ui}
          name="resultRemark"
          label={ui.t('field.resultRemark')}
          value={last?.remark}
          rows={2}
          maxLength={2000}
        />
      </div>
      <FormFoot>
        <button class="btn btn-primary">{ui.t(last ? 'comparison.resubmit' : 'comparison.submit')}</button>
      </FormFoot>
    </Form>
  );
}

type LineProps = { at: number; wanted: Wanted; ui: Ui; last: Reported | undefined };

function NumberFields({ at, wanted, ui, last }: LineProps): JSX.Element {
  const { key, unit, decimals } = wanted;
  const name = `results.${at}`;
  return (
    <>
      <DecimalField
        ui={ui}
        name={`${name}.value`}
        label={ui.t('comparison.result')}
        value={last?.values[key]?.value}
        width="third"
        required
        hint={ui.t('comparison.digitsHint', { decimals: decimals ?? 0 })}
      />
      <TextField
        ui={ui}
        name={`${name}.unit`}
        label={ui.t('field.unit')}
        value={last?.units[key] ?? unit ?? ''}
        width="third"
        required
        maxLength={30}
      />
      <DecimalField
        ui={ui}
        name={`${name}.standardU`}
        label={ui.t('field.standardU')}
        value={last?.values[key]?.u}
        width="third"
        hint={ui.t('comparison.uHint')}
      />
    </>
  );
}

function AnswerField({ at, wanted, ui, last }: LineProps): JSX.Element {
  const { key, options, several } = wanted;
  const name = `results.${at}.value`;
  const value = last?.values[key]?.value;
  if (options.length > 0 && !several)
    return (
      <SelectField
        ui={ui}
        name={name}
        label={ui.t('comparison.answerLabel')}
        value={value}
        required
        options={options.map((option) => ({ value: option, label: option }))}
      />
    );
  return (
    <TextField
      ui={ui}
      name={name}
      label={ui.t('comparison.answerLabel')}
      value={value}
      required
      maxLength={500}
      hint={several ? ui.t('comparison.severalHint', { options: options.join('、') }) : ''}
    />
  );
}
