import type { JSX } from 'preact';
import { Card, chinaTime, FieldProblem, FileField, Form, FormFoot, SelectField, type Ui } from '../ui/index.ts';
import { ACCEPT } from './files.ts';
import { FindingPill } from './marks.tsx';
import { type AnswerRow, findings, newest } from './rows.ts';
import { areas, type Point } from './rules.ts';
import type { InvestigationSheet } from './show.ts';

/** 实验室调查 as one table by area: to fill in while it is open, to read afterwards; earlier answers stand beneath the last. */
export function Checklist({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element {
  const { row, moves } = data;
  const isOpen = moves.some(({ move }) => move === 'answer');
  const answered = newest(data.answers);
  const open = row.checklist.filter(({ id }) => !answered.has(id)).length;
  const table = <Points data={data} ui={ui} answered={answered} isOpen={isOpen} />;
  return (
    <Card
      title={ui.t('investigation.checklist')}
      id="checklist"
      aside={
        <span class="quiet">
          {ui.t('investigation.answered', { done: row.checklist.length - open, all: row.checklist.length })}
        </span>
      }
    >
      {isOpen ? (
        <Form
          ui={ui}
          action={`/investigations/${row.id}/answers`}
          version={row.version}
          files
          draft={`investigation-${row.id}-answers`}
        >
          {table}
          <div class="fields-grid mt-3">
            <SelectField
              ui={ui}
              name="evidencePoint"
              label={ui.t('field.evidencePoint')}
              width="half"
              empty={ui.t('investigation.noFile')}
              options={row.checklist.map((point, i) => ({ value: point.id, label: `${i + 1}. ${point[ui.lang]}` }))}
            />
            <FileField
              ui={ui}
              name="file"
              label={ui.t('investigation.evidence')}
              hint={ui.t('investigation.fileHint')}
              accept={ACCEPT}
              width="half"
            />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('investigation.saveAnswers')}</button>
          </FormFoot>
        </Form>
      ) : (
        table
      )}
    </Card>
  );
}

interface Props {
  data: InvestigationSheet;
  ui: Ui;
  answered: ReadonlyMap<string, AnswerRow>;
  isOpen: boolean;
}

function Points({ data, ui, answered, isOpen }: Props): JSX.Element {
  const { checklist } = data.row;
  return (
    <>
      {areas.map((area) => {
        const points = checklist.filter((point) => point.area === area);
        return points.length === 0 ? null : (
          <fieldset key={area} class="fields">
            <legend>{ui.t(`investigation.area.${area}`)}</legend>
            <ul class="checklist">
              {points.map((point) => (
                <li key={point.id} class="checklist-point">
                  <OnePoint
                    data={data}
                    ui={ui}
                    point={point}
                    n={checklist.indexOf(point)}
                    isOpen={isOpen}
                    last={answered.get(point.id)}
                  />
                </li>
              ))}
            </ul>
          </fieldset>
        );
      })}
    </>
  );
}

function OnePoint({
  data,
  ui,
  point,
  n,
  isOpen,
  last,
}: Pick<Props, 'data' | 'ui' | 'isOpen'> & { point: Point; n: number; last: AnswerRow | undefined }): JSX.Element {
  const earlier = data.answers.filter((one) => one.point === point.id && one.id !== last?.id);
  const name = `answers.${n}`;
  const chosen = ui.value(`${name}.pointFinding`, last?.finding ?? '');
  const label = `${n + 1}. ${point[ui.lang]}`;
  const problem = ui.problem(`${name}.pointWords`);
  return (
    <>
      <div class="checklist-text">
        {label}{' '}
        {last ? (
          <span class="quiet">
            <FindingPill ui={ui} finding={last.finding} /> {isOpen ? '' : last.words}{' '}
            <span class="checklist-by">
              {data.names[last.by_id] ?? ''} {chinaTime(last.created_at)}
            </span>
          </span>
        ) : (
          <span class="quiet">{isOpen ? '' : '—'}</span>
        )}
        {earlier.map((one) => (
          <div key={one.id} class="quiet">
            {ui.t('investigation.earlier')} {ui.t(`investigation.finding.${one.finding}`)} {one.words}{' '}
            <span class="checklist-by">
              {data.names[one.by_id] ?? ''} {chinaTime(one.created_at)}
            </span>
          </div>
        ))}
      </div>
      {isOpen ? (
        <div class="checklist-answer">
          <input type="hidden" name={`${name}.point`} value={point.id} />
          <select
            class="form-select"
            name={`${name}.pointFinding`}
            aria-label={`${label} ${ui.t('field.pointFinding')}`}
          >
            <option value="">{ui.t('field.choose')}</option>
            {findings.map((finding) => (
              <option key={finding} value={finding} selected={chosen === finding}>
                {ui.t(`investigation.finding.${finding}`)}
              </option>
            ))}
          </select>
          <input
            id={`f-answers-${n}-pointWords`}
            class="form-control"
            name={`${name}.pointWords`}
            maxLength={500}
            placeholder={ui.t('field.pointWords')}
            aria-label={`${label} ${ui.t('field.pointWords')}`}
            aria-invalid={problem ? 'true' : undefined}
            value={ui.value(`${name}.pointWords`, last?.words ?? '')}
          />
          {problem ? <FieldProblem text={problem} /> : null}
        </div>
      ) : null}
    </>
  );
}
