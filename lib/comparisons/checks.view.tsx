import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, Facts, Form, FormFoot, SelectField, TextArea, TextField, type Ui } from '../ui/index.ts';
import { shortFigure } from './figures.ts';
import { PassMark } from './marks.tsx';
import type { CheckSheet, ComparisonSheet } from './show.ts';
import { localTime } from './times.ts';

/** Homogeneity and stability of the units: readings, figures, formula and verdict. */
export function ChecksCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  const kind = data.state === 'draft' ? 'homogeneity' : 'stability';
  const enters =
    data.writes && data.items.length > 0 && ['draft', 'inviting', 'dispatched', 'gathered'].includes(data.state);
  return (
    <Card title={ui.t('comparison.checks')} id="checks">
      {data.checks.length === 0 ? <p class="quiet">{ui.t('comparison.noChecks')}</p> : null}
      {data.checks.map((check) => (
        <Check key={check.id} check={check} data={data} ui={ui} />
      ))}
      {data.decision === null ? null : (
        <Facts
          facts={[
            { label: ui.t('comparison.decision'), value: data.decision.reason, wide: true },
            { label: ui.t('comparison.decidedBy'), value: `${data.decision.by} ${localTime(data.decision.at)}` },
          ]}
        />
      )}
      {enters ? <CheckForm data={data} ui={ui} kind={kind} /> : null}
    </Card>
  );
}

const nameOf = ({ samples }: ComparisonSheet, { name, sample }: Pick<CheckSheet, 'name' | 'sample'>): string =>
  samples.length === 1 ? name : `${name} ${sample}`;

function Check({ check, data, ui }: { check: CheckSheet; data: ComparisonSheet; ui: Ui }): JSX.Element {
  const { kind, result } = check;
  return (
    <details class="more mb-2">
      <summary>
        {ui.t(`comparison.check.${kind}`)} · {nameOf(data, check)}{' '}
        <PassMark ui={ui} passes={result.passes} expanded={result.expanded} />
      </summary>
      <p class="quiet">{ui.t(`comparison.formula.${result.sigma === null ? 'words' : kind}`)}</p>
      <Facts
        facts={[
          ...(result.sigma === null ? [] : [{ label: 'σpt', value: result.sigma }]),
          ...result.figures.map(({ name, value }) => ({
            label: lookUp(ui.lang, `comparison.figure.${name}`),
            value: shortFigure(value),
          })),
          { label: ui.t('comparison.by'), value: `${check.by} ${localTime(check.at)}` },
          ...(check.note === null ? [] : [{ label: ui.t('field.note'), value: check.note, wide: true }]),
        ]}
      />
      <details class="more mb-2">
        <summary>{ui.t('comparison.readings')}</summary>
        <ol>
          {check.data.map((row, at) => (
            <li key={String(at)}>{row.join('　')}</li>
          ))}
        </ol>
      </details>
    </details>
  );
}

function CheckForm(props: { data: ComparisonSheet; ui: Ui; kind: 'homogeneity' | 'stability' }): JSX.Element {
  const { data, ui, kind } = props;
  const next = data.targets.find(({ checked }) => !checked) ?? data.targets[0];
  const asksSigma = data.targets.some(({ sigma }) => sigma === null);
  return (
    <details class="more mb-2" open={kind === 'homogeneity' && data.targets.some(({ checked }) => !checked)}>
      <summary>{ui.t(`comparison.enter.${kind}`)}</summary>
      <p class="quiet">{ui.t(`comparison.enterNote.${kind}`)}</p>
      <Form ui={ui} action={`/comparisons/${data.id}/checks`}>
        <input type="hidden" name="checkKind" value={kind} />
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="checkItem"
            label={ui.t('field.checkItem')}
            value={next?.item}
            width="half"
            empty={false}
            options={data.items.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField
            ui={ui}
            name="checkSample"
            label={ui.t('field.checkSample')}
            value={next?.sample}
            width="half"
            empty={false}
            options={data.samples.map((sample) => ({ value: sample, label: sample }))}
          />
          {asksSigma ? (
            <TextField
              ui={ui}
              name="checkSigma"
              label={ui.t('field.checkSigma')}
              width="half"
              hint={ui.t('comparison.checkSigmaHint')}
            />
          ) : null}
          <TextArea
            ui={ui}
            name="checkReadings"
            label={ui.t('field.checkReadings')}
            rows={kind === 'homogeneity' ? 10 : 3}
            required
            hint={ui.t(`comparison.readingsHint.${kind}`)}
          />
          <TextField ui={ui} name="note" label={ui.t('field.note')} maxLength={500} />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('comparison.judge')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
