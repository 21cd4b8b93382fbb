import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';
import { readSheet, readTable, sheetDate, type TableRow, writeSheet } from '../sheets/index.ts';
import { type PlanColumn, planColumns } from './columns.ts';
import { type LineInput, lineFaults, lineRow, type Read } from './plans.ts';
import type { PlanLineRow, PlanRow, ProviderRow } from './rows.ts';
import { linesOf, providersOf, rowAt } from './store.ts';

const headOf = (key: PlanColumn, lang: 'zh' | 'en' = 'zh'): string => t(lang, `proficiency.column.${key}`);

/** The plan as a workbook that can be filled in and imported again (能力验证实施计划). `progress`: state of the round of each line. */
export function planSheet(
  lines: readonly PlanLineRow[],
  providers: readonly ProviderRow[],
  progress: ReadonlyMap<string, string>,
): Promise<Buffer> {
  const name = new Map(providers.map((one) => [one.id, one.name]));
  return writeSheet({
    name: t('zh', 'proficiency.plan'),
    lists: t('zh', 'proficiency.lists'),
    columns: planColumns.map(({ key, width, required }) => ({
      ...{ head: headOf(key), width, required },
      ...(key === 'provider' && providers.length > 0 && { options: providers.map((one) => one.name) }),
    })),
    rows: lines.map((line) => {
      const cells: Record<PlanColumn, string | null> = {
        scheme: line.scheme,
        schemeNo: line.scheme_no,
        provider: name.get(line.provider_id ?? '') ?? null,
        month: line.month,
        parameterCodes: line.parameters.join('、'),
        method: line.method,
        sample: line.sample,
        instruments: line.instruments,
        dueOn: line.due_on,
        responsible: line.responsible,
        cost: line.cost,
        progress: lookUp('zh', `proficiency.state.${progress.get(line.id) ?? 'planned'}`),
        note: line.note,
      };
      return planColumns.map(({ key }) => cells[key] ?? '');
    }),
    spare: 40,
  });
}

/** Reads the workbook before any transaction is open. @throws Refusal of lib/sheets */
export async function readPlan({ data }: Upload): Promise<TableRow<PlanColumn>[]> {
  const wanted = planColumns.map(({ key, required }) => ({
    key,
    heads: [headOf(key), headOf(key, 'en')],
    optional: !required,
  }));
  return readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
}

/** Takes rows over into a plan that is being drafted: all or none, every fault by its row. @throws Refusal `proficiency.plan-closed`, `proficiency.row` */
export async function importPlan(act: Act, { id, version }: Read, rows: TableRow<PlanColumn>[]): Promise<number> {
  const plan = await rowAt<PlanRow>(act.db, 'pt_plans', id, version);
  if (plan.state !== 'draft') refuse('proficiency.plan-closed', {}, undefined, 'conflict');
  const known = new Set((await linesOf(act.db, id)).map(({ scheme, month }) => `${scheme}|${month}`));
  const providers = new Set((await providersOf(act.db)).map(({ name }) => name));
  const read = rows.map(({ row, cells }) => ({ row, input: inputOf(cells) }));
  const ofRow = (row: number, { id: own, params = {} }: Reason): Reason => ({
    ...{ id: own, field: 'file' },
    params: { ...params, row },
  });
  refuseAll(
    read.flatMap(({ row, input }) =>
      [
        ...(input.scheme.trim() === '' ? [{ id: 'proficiency.row-scheme' }] : []),
        ...(input.provider !== undefined && !providers.has(input.provider)
          ? [{ id: 'proficiency.row-provider', params: { name: input.provider } }]
          : []),
        ...lineFaults(act.app, plan.year, input).map(rowFault),
      ].map((reason) => ofRow(row, reason)),
    ),
  );
  const fresh = read.filter(({ input }) => !known.has(`${input.scheme}|${input.month}`));
  const lines = [];
  for (const { input } of fresh) lines.push({ ...(await lineRow(act, input)), plan_id: id });
  const more = { ground: 'own' as const, changed: null, dropped: 0 as const };
  if (lines.length > 0)
    await act.insertAll<PlanLineRow>(
      'pt_plan_lines',
      lines.map((line) => ({ ...line, ...more })),
    );
  act.record({ entity: 'pt_plans', id, note: `imported ${lines.length} of ${rows.length}` });
  return lines.length;
}

/** The same fault, told by its row. */
const rowIds: Record<string, string> = {
  'proficiency.month': 'proficiency.row-month',
  'proficiency.codes': 'proficiency.row-codes',
  'proficiency.unknown-code': 'proficiency.row-code',
  'proficiency.subfields': 'proficiency.row-subfields',
  'proficiency.cost': 'proficiency.row-number',
};

const rowFault = ({ id, params = {} }: Reason): Reason => {
  const told = rowIds[id];
  const text = params.text ?? params.code ?? '';
  return told === undefined ? { id: 'proficiency.row-date', params } : { id: told, params: { ...params, text } };
};

function inputOf(cells: Record<PlanColumn, string>): LineInput {
  const { scheme, month, parameterCodes, dueOn, progress: _progress, ...others } = cells;
  const given = Object.fromEntries(Object.entries(others).filter(([, text]) => text.trim() !== ''));
  const day = dueOn === '' ? undefined : (sheetDate(dueOn) ?? dueOn);
  return { ...given, scheme, month, parameterCodes, ...(day !== undefined && { dueOn: day }) };
}
