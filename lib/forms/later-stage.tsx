import type { JSX } from 'preact';
import type { Ui } from '../ui/context.ts';
import { constantsOf } from './conditions.ts';
import { gridRows } from './read.ts';
import type { FormDefinition, GridField, Readings, RecordOutcome, TestItem } from './types.ts';

/** The part of a form that is filled only when the first stage calls for it: a grid with so many rows, or a single reading. */
export interface LaterStage {
  field: string;
  /** Rows of the grid that are then due; 0 for a single reading. */
  rows: number;
  /** The first stage calls for it, and nothing is typed there yet or not all of it. */
  isDue: boolean;
}

/** Where the further units, the repeat or the next step of a form are typed. */
function placeOf(form: FormDefinition, named: string): string | undefined {
  if (form.properties[named]) return named;
  const each = form['x-calc']?.find(({ id }) => id === named)?.each;
  const inGrid = Object.entries(form.properties).find(
    ([, field]) => field.type === 'array' && field.items.properties[named] !== undefined,
  );
  return each ?? inGrid?.[0];
}

/** The later stages of a form as the record stands, none for a test in one stage: what was typed so far says which of them is due. */
export function laterStages(
  form: FormDefinition,
  item: TestItem,
  readings: Readings,
  outcome: Pick<RecordOutcome, 'verdict'> | undefined,
): LaterStage[] {
  const { further, third, retest, steps } = form['x-result'];
  const second = retest?.given ?? further ?? steps?.[1]?.value;
  const due = Number(outcome?.verdict?.reason.params?.['stage'] ?? 2);
  return [second, third].flatMap((named, index) => {
    const verdict = due === index + 2 ? outcome?.verdict : undefined;
    return (named === undefined ? undefined : stageAt(form, item, readings, named, verdict)) ?? [];
  });
}

function stageAt(
  form: FormDefinition,
  item: TestItem,
  readings: Readings,
  named: string,
  verdict: RecordOutcome['verdict'],
): LaterStage | undefined {
  const field = placeOf(form, named);
  const place = field === undefined ? undefined : form.properties[field];
  if (field === undefined || !place || place.type === 'object') return undefined;
  const isDue = verdict?.verdict === 'undecided' && verdict.reason.id.endsWith('-due');
  if (place.type === 'string') return { field, rows: 0, isDue };
  const asked = Number(verdict?.reason.params?.['further']);
  const rows = form['x-result'].kind === 'release-points' ? typedRows(readings['points']) : ownRows(place, form, item);
  return { field, rows: Number.isInteger(asked) && asked > 0 ? asked : rows, isDue };
}

const ownRows = (grid: GridField, form: FormDefinition, item: TestItem): number =>
  gridRows(grid, constantsOf(form, item)).rows;

const typedRows = (grid: Readings[string]): number =>
  Array.isArray(grid) ? grid.filter((row) => Object.values(row).some((text) => text.trim() !== '')).length : 0;

/** Tells which later stage is due and where it is typed; the bench opens that part by it. */
export function StageDue({
  stages,
  form,
  ui,
}: {
  stages: LaterStage[];
  form: FormDefinition;
  ui: Ui;
}): JSX.Element | null {
  const stage = stages.find(({ isDue }) => isDue);
  const place = stage && form.properties[stage.field];
  if (!stage || !place || place.type === 'object') return null;
  const name = place['x-label'][ui.lang];
  return (
    <p class="stage-due" role="status" data-stage-due={stage.field} data-rows={String(stage.rows)}>
      {stage.rows > 0 ? ui.t('record.stageDue', { name, rows: stage.rows }) : ui.t('record.stepDue', { name })}
    </p>
  );
}
