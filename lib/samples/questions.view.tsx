import type { JSX } from 'preact';
import type { Question } from '../catalogue/index.ts';
import { CheckField, FieldProblem, FieldSet, fieldId, type Ui } from '../ui/index.ts';

/** The questions of a specification as ticks of a plain form: `answers.part=root`, `answers.filters.2=ocr`. Nothing is ticked beforehand. */
export function Questions({ ui, questions }: { ui: Ui; questions: readonly Question[] }): JSX.Element | null {
  if (questions.length === 0) return null;
  return (
    <FieldSet legend={ui.t('samples.questions')} hint={ui.t('samples.questions-hint')}>
      {questions.map((question) => (
        <Ask key={question.id} ui={ui} question={question} />
      ))}
    </FieldSet>
  );
}

function Ask({ ui, question }: { ui: Ui; question: Question }): JSX.Element {
  const { id, label, many = false, options } = question;
  const name = `answers.${id}`;
  const problem = ui.problem(name);
  return (
    <div class="field field-full" role="group" aria-labelledby={`${fieldId(name)}-label`} id={fieldId(name)}>
      <span class="form-label" id={`${fieldId(name)}-label`}>
        {label[ui.lang]}
      </span>
      {many ? <p class="field-hint">{ui.t('samples.question-many')}</p> : null}
      {problem ? <FieldProblem text={problem} /> : null}
      <div class="page-acts">
        {options.map((option, i) => (
          <CheckField
            key={option.value}
            ui={ui}
            type={many ? 'checkbox' : 'radio'}
            name={many ? `${name}.${i}` : name}
            value={option.value}
            label={option[ui.lang]}
          />
        ))}
      </div>
    </div>
  );
}
