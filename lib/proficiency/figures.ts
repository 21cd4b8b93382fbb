import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { measured } from '../core/statistics/guard.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { readSheet, readTable } from '../sheets/index.ts';
import { figureColumns, verdictOfWord } from './columns.ts';
import type { Read } from './plans.ts';
import { keptNow, moved } from './rounds.ts';
import type { ItemRow, RoundRow } from './rows.ts';
import { judge } from './score.ts';
import type { Figures, Participant } from './score-types.ts';
import { scoreKinds } from './score-types.ts';
import { itemsOf, roundFor, rowAt } from './store.ts';

/** 结果通知书/报告: received, with the paper. @throws Refusal of the machine, `proficiency.proof`, `proficiency.report-future`, `proficiency.file-type` */
export async function takeReport(
  act: Act,
  input: Read & { reportOn: string; note?: string; file?: Upload },
): Promise<RoundRow> {
  const { round, state } = await moved(act, 'report', input);
  refuseAll([
    ...(input.file === undefined ? [{ id: 'proficiency.proof', field: 'file' }] : []),
    ...(input.reportOn > act.today
      ? [{ id: 'proficiency.report-future', field: 'reportOn', params: { today: act.today } }]
      : []),
  ]);
  const report = await keptNow(act, input.note, input.file);
  return act.update<RoundRow>('pt_rounds', round, { state, report_on: input.reportOn, report });
}

/** The item of a round whose report is there and not judged yet. @throws Refusal `proficiency.not-reported` */
async function reportedItem(act: Act, { id, version }: Read): Promise<ItemRow> {
  const item = await rowAt<ItemRow>(act.db, 'pt_items', id, version);
  const round = await roundFor(act, item.round_id);
  return round.state === 'reported' ? item : refuse('proficiency.not-reported', {}, undefined, 'conflict');
}

export type FiguresInput = Read & Figures & { values?: string; sheet?: Upload };

/**
 * What the report says of one parameter; scores follow at once. `values`: one participant a line, code and result.
 * @throws Refusal `proficiency.not-reported`, `proficiency.values`, `proficiency.own-code`, `number.*`, `statistics.*`
 */
export async function enterFigures(
  act: Act,
  { id, version, values, ...figures }: FiguresInput,
  sheet: Participant[] | null = null,
): Promise<ItemRow> {
  const item = await reportedItem(act, { id, version });
  const round = await rowAt<RoundRow>(act.db, 'pt_rounds', item.round_id);
  const participants = sheet ?? (values === undefined ? item.participants : participantsIn(values));
  const marked = participants.map((one) => ({ ...one, own: one.own || one.code === round.lab_code }));
  return judged(act, item, plainFigures(figures), marked);
}

/** Only what was typed. */
function plainFigures({ sheet: _sheet, ...figures }: Figures & { sheet?: unknown }): Figures {
  return Object.fromEntries(
    Object.entries(figures).filter(([, value]) => typeof value === 'string' && value.trim() !== ''),
  );
}

function judged(act: Act, item: ItemRow, figures: Figures, participants: Participant[]): Promise<ItemRow> {
  const result = judge({ ...item, figures, participants });
  const patch = { figures, participants, judged: result, verdict: result?.verdict ?? null };
  return act.update<ItemRow>('pt_items', item, patch);
}

/** `A01 10.02`, one a line. @throws Refusal `proficiency.values` with the line */
export function participantsIn(text: string): Participant[] {
  const lines = text.split('\n').map((line) => line.trim());
  const faults: Reason[] = [];
  const read = lines.flatMap((line, i): Participant[] => {
    if (line === '') return [];
    const [code = '', value = ''] = line.split(/[\s,，;；\t]+/);
    if (!isMeasured(value))
      faults.push({ id: 'proficiency.values', field: 'values', params: { row: i + 1, text: line } });
    return [{ code, value, own: false }];
  });
  refuseAll(faults);
  const twice = read.find(({ code }, i) => read.findIndex((one) => one.code === code) < i);
  if (twice) refuse('proficiency.code-twice', { code: twice.code }, 'values');
  return read;
}

function isMeasured(text: string): boolean {
  try {
    return measured(text).isFinite();
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Reads participants from a workbook with the columns 实验室代码 and 结果. @throws Refusal of lib/sheets, `proficiency.values` */
export async function readParticipants({ data }: Upload): Promise<Participant[]> {
  const wanted = (['labCode', 'result'] as const).map((key) => ({
    key,
    heads: [t('zh', `proficiency.column.${key}`), t('en', `proficiency.column.${key}`)],
  }));
  const rows = readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
  return participantsIn(rows.map(({ cells }) => `${cells.labCode.replace(/\s/g, '')} ${cells.result}`).join('\n'));
}

export type FigureRows = Awaited<ReturnType<typeof readFigures>>;

/** Reads the figures of a certificate, a parameter a row. @throws Refusal of lib/sheets */
export async function readFigures({ data }: Upload) {
  const wanted = figureColumns.map(({ key, required }) => ({
    key,
    heads: [t('zh', `proficiency.column.${key}`), t('en', `proficiency.column.${key}`)],
    optional: !required,
  }));
  return readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
}

/** Takes over the figures of a whole report: all rows or none. @throws Refusal `proficiency.not-reported`, `proficiency.row-*`, and what `judge` refuses */
export async function importFigures(act: Act, { id, version }: Read, rows: FigureRows): Promise<RoundRow> {
  const round = await roundFor(act, id, version);
  if (round.state !== 'reported') refuse('proficiency.not-reported', {}, undefined, 'conflict');
  const items = new Map((await itemsOf(act.db, id)).map((item) => [item.parameter_code, item]));
  const faults: Reason[] = [];
  for (const { row, cells } of rows) {
    const item = items.get(cells.parameterCode);
    const kind = scoreKinds.find(
      (one) => one === cells.scoreKind || t('zh', `proficiency.score.${one}`) === cells.scoreKind,
    );
    const said = verdictOfWord(cells.providerVerdict);
    const fault = (id: string, text: string) => faults.push({ id, field: 'file', params: { row, text } });
    if (!item) fault('proficiency.row-code', cells.parameterCode);
    if (cells.scoreKind !== '' && kind === undefined) fault('proficiency.row-kind', cells.scoreKind);
    if (cells.providerVerdict !== '' && said === undefined) fault('proficiency.row-verdict', cells.providerVerdict);
    for (const key of ['assigned', 'uAssigned', 'ptSigma', 'providerScore', 'participantCount'] as const)
      if (cells[key] !== '' && !isMeasured(cells[key])) fault('proficiency.row-number', cells[key]);
    if (!item || faults.length > 0) continue;
    const figures: Figures = { ...item.figures };
    for (const key of ['assigned', 'uAssigned', 'ptSigma', 'providerScore', 'participantCount', 'expected'] as const)
      if (cells[key] !== '') figures[key] = cells[key];
    if (kind) figures.scoreKind = kind;
    if (said) figures.providerVerdict = said;
    items.set(cells.parameterCode, await judged(act, item, figures, item.participants));
  }
  refuseAll(faults);
  act.record({ entity: 'pt_rounds', id, note: `figures of ${rows.length} parameters` });
  return round;
}
