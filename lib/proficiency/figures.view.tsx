import type { JSX } from 'preact';
import {
  Card,
  DecimalField,
  FileField,
  Form,
  FormFoot,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { assignedSources, robustMethods, scoreKinds, sigmaSources, verdicts } from './score-types.ts';
import type { ItemSheet } from './show-rounds.ts';

/** What the provider's report says of one parameter, to be typed. */
export function FiguresForm({ data: { item }, ui }: { data: ItemSheet; ui: Ui }): JSX.Element {
  const numeric = item.kind === 'number';
  return (
    <Card title={ui.t('proficiency.figuresTitle')} id="figures">
      <Form
        ui={ui}
        action={`/proficiency/items/${item.id}`}
        version={item.version}
        class="form form-wide"
        files
        draft="off"
      >
        <div class="fields-grid">{numeric ? <Numbers item={item} ui={ui} /> : <Answer item={item} ui={ui} />}</div>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('proficiency.compute')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

interface Of {
  item: ItemSheet['item'];
  ui: Ui;
}

function Verdict({ item, ui }: Of): JSX.Element {
  return (
    <SelectField
      ui={ui}
      name="providerVerdict"
      label={ui.t('field.providerVerdict')}
      value={item.figures.providerVerdict ?? ''}
      width="third"
      options={verdicts.map((value) => ({ value, label: ui.t(`proficiency.verdict.${value}`) }))}
    />
  );
}

function Answer({ item, ui }: Of): JSX.Element {
  return (
    <>
      <TextField
        ui={ui}
        name="expected"
        label={ui.t('field.expected')}
        hint={ui.t('proficiency.answerHint')}
        value={item.figures.expected ?? ''}
        width="full"
      />
      <Verdict item={item} ui={ui} />
    </>
  );
}

function Numbers({ item, ui }: Of): JSX.Element {
  const { figures } = item;
  const decimal = (
    name:
      | 'assigned'
      | 'uAssigned'
      | 'ptSigma'
      | 'fraction'
      | 'participantCount'
      | 'expanded'
      | 'k'
      | 'deltaE'
      | 'limit'
      | 'providerScore',
    hint?: string,
  ) => (
    <DecimalField
      ui={ui}
      name={name}
      label={name === 'expanded' ? ui.t('proficiency.ownExpanded') : ui.t(`field.${name}`)}
      hint={hint}
      value={figures[name] ?? ''}
      width="third"
    />
  );
  return (
    <>
      {decimal('assigned', ui.t('proficiency.hint.assigned'))}
      {decimal('uAssigned')}
      <SelectField
        ui={ui}
        name="assignedSource"
        label={ui.t('field.assignedSource')}
        value={figures.assignedSource ?? ''}
        width="third"
        options={assignedSources.map((value) => ({ value, label: ui.t(`proficiency.source.${value}`) }))}
      />
      {decimal('ptSigma', ui.t('proficiency.hint.ptSigma'))}
      <SelectField
        ui={ui}
        name="sigmaSource"
        label={ui.t('field.sigmaSource')}
        value={figures.sigmaSource ?? ''}
        width="third"
        options={sigmaSources.map((value) => ({ value, label: ui.t(`proficiency.source.sigma-${value}`) }))}
      />
      {decimal('fraction', ui.t('proficiency.hint.fraction'))}
      {decimal('expanded', ui.t('proficiency.hint.expanded'))}
      {decimal('k', ui.t('proficiency.hint.k'))}
      {decimal('participantCount')}
      <SelectField
        ui={ui}
        name="scoreKind"
        label={ui.t('field.scoreKind')}
        hint={ui.t('proficiency.hint.scoreKind')}
        value={figures.scoreKind ?? ''}
        width="third"
        options={scoreKinds.map((value) => ({ value, label: ui.t(`proficiency.score.${value}`) }))}
      />
      {decimal('providerScore')}
      <Verdict item={item} ui={ui} />
      {decimal('deltaE', ui.t('proficiency.hint.deltaE'))}
      {decimal('limit', ui.t('proficiency.hint.limit'))}
      <SelectField
        ui={ui}
        name="robust"
        label={ui.t('field.robust')}
        hint={ui.t('proficiency.hint.robust')}
        value={figures.robust ?? ''}
        width="third"
        options={robustMethods.map((value) => ({ value, label: ui.t(`proficiency.robust.${value}`) }))}
      />
      <TextArea
        ui={ui}
        name="values"
        label={ui.t('field.values')}
        hint={ui.t('proficiency.hint.values')}
        value={item.participants.map(({ code, value }) => `${code} ${value}`).join('\n')}
        rows={6}
        width="half"
      />
      <FileField
        ui={ui}
        name="sheet"
        label={ui.t('field.sheet')}
        hint={ui.t('proficiency.hint.sheet')}
        accept=".xlsx"
        width="half"
      />
    </>
  );
}
