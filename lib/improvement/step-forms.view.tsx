import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  DateField,
  FieldSet,
  FileField,
  Form,
  FormFoot,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ACCEPT } from './files.ts';
import { categories, significances } from './rows.ts';
import type { ImprovementSheet } from './sheet.ts';
import { type TakenMove, takenMoves } from './taken.ts';

/** The steps that this person may take now: the one that comes next is open, the others folded, each refused one with its reason. */
export function NextStep({ data, ui }: { data: ImprovementSheet; ui: Ui }): JSX.Element | null {
  const moves = takenMoves.flatMap((move) => data.moves.find((one) => one.move === move) ?? []);
  if (moves.length === 0) return null;
  const main = moves.find(({ move, obstacles }) => obstacles.length === 0 && isForward(move))?.move;
  return (
    <Card title={ui.t('improvement.next')} id="next">
      {moves.map(({ move, obstacles }) =>
        obstacles.length > 0 ? (
          <div key={move} class="move-why mb-3">
            <p class="mb-1">
              <strong>{ui.t(`improvement.act.${move as TakenMove}`)}</strong>
            </p>
            {obstacles.map((reason) => (
              <p key={reason.id} class="mb-0">
                {reasonText(ui.lang, reason)}
              </p>
            ))}
          </div>
        ) : (
          <details key={move} class="more" open={move === main}>
            <summary>{ui.t(`improvement.act.${move as TakenMove}`)}</summary>
            <StepForm move={move as TakenMove} data={data} ui={ui} />
          </details>
        ),
      )}
    </Card>
  );
}

const isForward = (move: string): boolean => ['evaluate', 'correct', 'analyse', 'verify', 'close'].includes(move);

function StepForm({ move, data, ui }: { move: TakenMove; data: ImprovementSheet; ui: Ui }): JSX.Element {
  const { row, term } = data;
  const files = ['evaluate', 'correct', 'verify', 'close'].includes(move);
  return (
    <Form
      ui={ui}
      action={`/nonconforming/${row.id}/steps`}
      version={row.version}
      files={files}
      draft={`nonconforming-${row.id}-${move}`}
    >
      <input type="hidden" name="stepMove" value={move} />
      <div class="fields-grid mb-3">
        <DateField
          ui={ui}
          name="onDay"
          label={ui.t('field.onDay')}
          value={ui.today}
          min={row.found_on}
          max={ui.today}
          required
          width="third"
        />
        {move === 'evaluate' ? <Evaluation ui={ui} /> : null}
        {move === 'correct' && row.tell === 1 ? (
          <DateField
            ui={ui}
            name="customerToldOn"
            label={ui.t('field.customerToldOn')}
            min={row.found_on}
            max={ui.today}
            required
            width="third"
          />
        ) : null}
        {move === 'close' && data.stopped ? (
          <DateField ui={ui} name="resumeOn" label={ui.t('field.resumeOn')} min={row.found_on} required width="third" />
        ) : null}
      </div>
      {move === 'analyse' ? <Causes ui={ui} /> : null}
      <div class="fields-grid mb-3">
        {move === 'verify' ? (
          <TextField
            ui={ui}
            name="effectiveWay"
            label={ui.t('field.effectiveWay')}
            hint={ui.t('improvement.wayHint')}
            maxLength={300}
            required
            width="full"
          />
        ) : null}
        <TextArea
          ui={ui}
          name="stepText"
          label={ui.t(`improvement.text.${move}`)}
          hint={ui.t(`improvement.hint.${move}`)}
          rows={3}
          maxLength={2000}
          required
          width="full"
        />
        {files ? (
          <FileField
            ui={ui}
            name="file"
            label={ui.t('improvement.evidence')}
            hint={ui.t('improvement.fileHint')}
            accept={ACCEPT}
            required={move === 'verify'}
            width="half"
          />
        ) : null}
        {term?.state === 'late' && isForward(move) ? (
          <TextField
            ui={ui}
            name="lateReason"
            label={ui.t('field.lateReason')}
            hint={ui.t('improvement.lateHint', { day: row.due_on ?? '' })}
            maxLength={500}
            width="full"
          />
        ) : null}
      </div>
      <FormFoot>
        <button class={isForward(move) ? 'btn btn-primary' : 'btn'}>{ui.t(`improvement.act.${move}`)}</button>
      </FormFoot>
    </Form>
  );
}

function Evaluation({ ui }: { ui: Ui }): JSX.Element {
  const ticks = ['acceptable', 'stopWork', 'recallReports', 'tellCustomer', 'corrective'] as const;
  return (
    <>
      <SelectField
        ui={ui}
        name="significance"
        label={ui.t('field.significance')}
        required
        width="third"
        options={significances.map((value) => ({ value, label: ui.t(`improvement.significance.${value}`) }))}
      />
      <TextArea
        ui={ui}
        name="risk"
        label={ui.t('field.risk')}
        hint={ui.t('improvement.riskHint')}
        rows={2}
        maxLength={1000}
        required
        width="full"
      />
      <FieldSet legend={ui.t('improvement.decisions')}>
        {ticks.map((name) => (
          <CheckField key={name} ui={ui} name={name} label={ui.t(`field.${name}`)} width="third" />
        ))}
      </FieldSet>
    </>
  );
}

function Causes({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      <FieldSet
        legend={ui.t('improvement.fiveWhys')}
        hint={ui.t('improvement.whysHint')}
        problem={ui.problem('whys')}
        id="f-whys"
      >
        {[0, 1, 2, 3, 4].map((i) => (
          <TextField
            key={i}
            ui={ui}
            name={`whys.${i}`}
            label={ui.t('improvement.why', { n: i + 1 })}
            maxLength={500}
            width="full"
          />
        ))}
      </FieldSet>
      <FieldSet legend={ui.t('improvement.fishbone')} hint={ui.t('improvement.bonesHint')}>
        {categories.map((category, i) => (
          <TextField
            key={category}
            ui={ui}
            name={`bones.${i}`}
            label={ui.t(`improvement.category.${category}`)}
            maxLength={500}
            width="half"
          />
        ))}
      </FieldSet>
      <div class="fields-grid mb-3">
        <SelectField
          ui={ui}
          name="category"
          label={ui.t('field.category')}
          hint={ui.t('improvement.categoryHint')}
          required
          width="third"
          options={categories.map((value) => ({ value, label: ui.t(`improvement.category.${value}`) }))}
        />
      </div>
    </>
  );
}
