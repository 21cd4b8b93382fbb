import type { ComponentChildren, JSX } from 'preact';
import { chinaDate } from '../core/deadlines.ts';
import { CoverFields } from '../internal/index.ts';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  DateField,
  DecimalField,
  FileField,
  Form,
  FormFoot,
  ImportCard,
  SelectField,
  SignBlock,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { RoundMove } from './machine.ts';
import { MomentField } from './new-round.view.tsx';
import type { RoundSheet } from './show-rounds.ts';

/** Moves that are a button, perhaps with a reason. */
export type Made = 'ask-late' | 'allow-late' | 'appeal' | 'uphold' | 'dismiss' | 'archive' | 'withdraw';

const PAPERS = '.pdf,.jpg,.jpeg,.png';
type StepMove = 'register' | 'receive' | 'assign' | 'confirm' | 'hand-in' | 'report' | 'evaluate';

interface Of {
  data: RoundSheet;
  ui: Ui;
}

const forms: Record<StepMove, { path: string; files?: true; body: (of: Of) => JSX.Element }> = {
  register: { path: 'registration', files: true, body: Register },
  receive: { path: 'receipt', files: true, body: Receive },
  assign: { path: 'assignment', body: Assign },
  confirm: { path: 'confirmation', body: Confirm },
  'hand-in': { path: 'submission', files: true, body: HandIn },
  report: { path: 'report', files: true, body: Report },
  evaluate: { path: 'evaluation', body: Evaluate },
};

const isStep = (move: RoundMove): move is StepMove => move in forms;

/** What this person does next with a round, or why it cannot be done now. */
export function NextStep({ data, ui }: Of): JSX.Element | null {
  const { round, moves } = data;
  const found = moves.flatMap(({ move, obstacles }) => (isStep(move) ? [{ move, obstacles }] : []))[0];
  if (!found) return round.state === 'testing' ? <p class="flash tone-blue">{ui.t('proficiency.onBench')}</p> : null;
  const { path, files, body: Body } = forms[found.move];
  const title = ui.t(`proficiency.move.${found.move}`);
  const importing = round.state === 'reported' && ui.may('proficiency.write');
  return (
    <>
      {importing ? (
        <ImportCard
          ui={ui}
          action={`/proficiency/rounds/${round.id}/figures`}
          title={ui.t('proficiency.importFigures')}
          lead={ui.t('proficiency.importFiguresLead')}
          workbook={`/proficiency/rounds/${round.id}/figures.xlsx`}
        >
          <input type="hidden" name="version" value={String(round.version)} />
        </ImportCard>
      ) : null}
      <Card title={title}>
        {found.obstacles.length > 0 ? (
          found.obstacles.map((one) => <p key={one.id}>{reasonText(ui.lang, one)}</p>)
        ) : (
          <Form
            ui={ui}
            action={`/proficiency/rounds/${round.id}/${path}`}
            version={round.version}
            {...(files && { files: true, draft: 'off' })}
            {...(found.move === 'evaluate' && { draft: 'off' })}
          >
            <div class="fields-grid">
              <Body data={data} ui={ui} />
            </div>
            {found.move === 'evaluate' ? (
              <SignBlock
                ui={ui}
                meaning={ui.t('proficiency.meaning')}
                records={[{ id: round.id, label: `${round.number} ${round.scheme}`, hash: data.hash }]}
              />
            ) : null}
            <FormFoot>
              <button class="btn btn-primary btn-next">{title}</button>
            </FormFoot>
          </Form>
        )}
      </Card>
    </>
  );
}

function Note({ ui }: { ui: Ui }): JSX.Element {
  return <TextArea ui={ui} name="note" label={ui.t('field.note')} rows={2} width="full" />;
}

function Paper({ ui, label, required }: { ui: Ui; label: string; required?: true }): JSX.Element {
  return (
    <FileField
      ui={ui}
      name="file"
      label={label}
      hint={ui.t('proficiency.paperHint')}
      accept={PAPERS}
      required={required ?? false}
      width="half"
    />
  );
}

const Parts = ({ children }: { children: ComponentChildren }): JSX.Element => <>{children}</>;

function Register({ data, ui }: Of): JSX.Element {
  return (
    <Parts>
      <TextField ui={ui} name="labCode" label={ui.t('field.labCode')} hint={ui.t('proficiency.labCodeHint')} required />
      <DecimalField
        ui={ui}
        name="cost"
        label={ui.t('field.cost')}
        value={data.round.cost ?? ''}
        unit={ui.t('proficiency.yuan')}
      />
      <Paper ui={ui} label={ui.t('proficiency.confirmation')} />
      <Note ui={ui} />
    </Parts>
  );
}

function Receive({ ui }: Of): JSX.Element {
  return (
    <Parts>
      <DateField ui={ui} name="receivedOn" label={ui.t('field.receivedOn')} value={ui.today} max={ui.today} required />
      <SelectField
        ui={ui}
        name="itemCondition"
        label={ui.t('field.itemCondition')}
        required
        options={(['intact', 'damaged'] as const).map((value) => ({
          value,
          label: ui.t(`proficiency.condition.${value}`),
        }))}
      />
      <DecimalField ui={ui} name="temperature" label={ui.t('field.temperature')} unit="℃" />
      <TextArea
        ui={ui}
        name="statement"
        label={ui.t('field.statement')}
        hint={ui.t('proficiency.statementHint')}
        rows={2}
        required
        width="full"
      />
      <TextArea ui={ui} name="instructions" label={ui.t('field.instructions')} rows={2} width="full" />
      <Paper ui={ui} label={ui.t('proficiency.receiptPaper')} />
      <Note ui={ui} />
    </Parts>
  );
}

function Assign({ data, ui }: Of): JSX.Element {
  const due = chinaDate(data.round.deadline_at);
  return (
    <Parts>
      <p class="field field-full quiet">{ui.t('proficiency.coverLead')}</p>
      <CoverFields ui={ui} dueOn={due < ui.today ? ui.today : due} />
    </Parts>
  );
}

function Confirm({ data, ui }: Of): JSX.Element {
  const answers = data.items.filter(({ kind }) => kind === 'qualitative');
  return (
    <Parts>
      <p class="field field-full quiet">{ui.t('proficiency.confirmLead')}</p>
      {answers.map((item, i) => (
        <Parts key={item.id}>
          <input type="hidden" name={`itemAnswers.${i}.item`} value={item.id} />
          <TextField
            ui={ui}
            name={`itemAnswers.${i}.answer`}
            label={ui.t('proficiency.answerTo', { name: item.name })}
            hint={ui.t('proficiency.answerHint')}
            value={item.result ?? ''}
            required
            width="full"
          />
        </Parts>
      ))}
      <TextArea ui={ui} name="reviewNote" label={ui.t('field.reviewNote')} rows={2} width="full" />
    </Parts>
  );
}

function HandIn({ ui }: Of): JSX.Element {
  return (
    <Parts>
      <MomentField ui={ui} name="handedInAt" hint={ui.t('proficiency.handInHint')} />
      <Paper ui={ui} label={ui.t('proficiency.proof')} required />
      <Note ui={ui} />
    </Parts>
  );
}

function Report({ ui }: Of): JSX.Element {
  return (
    <Parts>
      <DateField
        ui={ui}
        name="reportOn"
        label={ui.t('field.reportOn')}
        hint={ui.t('proficiency.reportHint')}
        value={ui.today}
        max={ui.today}
        required
      />
      <Paper ui={ui} label={ui.t('proficiency.reportPaper')} required />
      <Note ui={ui} />
    </Parts>
  );
}

function Evaluate({ ui }: Of): JSX.Element {
  return (
    <Parts>
      <p class="field field-full quiet">{ui.t('proficiency.evaluateLead')}</p>
      <TextArea ui={ui} name="evaluation" label={ui.t('field.evaluation')} rows={3} required width="full" />
      <TextArea
        ui={ui}
        name="measures"
        label={ui.t('field.measures')}
        hint={ui.t('proficiency.measuresHint')}
        rows={2}
        width="full"
      />
    </Parts>
  );
}
