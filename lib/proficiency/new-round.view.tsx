import type { JSX } from 'preact';
import { Form, FormFoot, PageHead, SelectField, TextArea, TextField, type Ui } from '../ui/index.ts';
import type { NewRound } from './rounds.pages.tsx';

/** A date and time of the laboratory's clock. */
export function MomentField({
  ui,
  name,
  hint,
  value = '',
}: {
  ui: Ui;
  name: 'deadline' | 'handedInAt';
  hint?: string;
  value?: string;
}): JSX.Element {
  const problem = ui.problem(name);
  return (
    <div class={`field field-third${problem ? ' has-problem' : ''}`}>
      <label class="form-label" for={`f-${name}`}>
        {ui.t(`field.${name}`)}
      </label>
      <input
        id={`f-${name}`}
        class="form-control"
        type="datetime-local"
        name={name}
        value={ui.value(name, value)}
        required
      />
      {problem ? <p class="field-problem">{problem}</p> : null}
      {hint ? <p class="field-hint">{hint}</p> : null}
    </div>
  );
}

/** 登记参加项目: from a line of the plan, or beside it. */
export function NewRoundView({ data: { line, providers }, ui }: { data: NewRound; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead over={<a href="/proficiency">{ui.t('nav.proficiency')}</a>} title={ui.t('proficiency.newRound')} />
      <Form ui={ui} action="/proficiency/rounds">
        {line ? <input type="hidden" name="line" value={line.id} /> : null}
        <div class="fields-grid">
          <TextField ui={ui} name="scheme" label={ui.t('field.scheme')} value={line?.scheme} required width="full" />
          <TextField ui={ui} name="schemeNo" label={ui.t('field.schemeNo')} value={line?.scheme_no ?? ''} />
          <SelectField
            ui={ui}
            name="provider"
            label={ui.t('field.provider')}
            hint={providers.length === 0 ? ui.t('proficiency.providersFirst') : undefined}
            value={line?.provider_id ?? ''}
            required
            options={providers.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField
            ui={ui}
            name="parameterCodes"
            label={ui.t('field.parameterCodes')}
            hint={ui.t('proficiency.codesHint')}
            value={line?.parameters.join('、')}
            required
            width="full"
          />
          <MomentField ui={ui} name="deadline" hint={ui.t('proficiency.deadlineHint')} />
          <TextField
            ui={ui}
            name="cost"
            label={ui.t('field.cost')}
            value={line?.cost ?? ''}
            unit={ui.t('proficiency.yuan')}
          />
          <TextField ui={ui} name="responsible" label={ui.t('field.responsible')} value={line?.responsible ?? ''} />
          <TextField ui={ui} name="sample" label={ui.t('field.sample')} value={line?.sample ?? ''} />
          <TextArea
            ui={ui}
            name="method"
            label={ui.t('field.method')}
            value={line?.method ?? ''}
            rows={2}
            width="full"
          />
        </div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('proficiency.newRound')}</button>
        </FormFoot>
      </Form>
    </>
  );
}
