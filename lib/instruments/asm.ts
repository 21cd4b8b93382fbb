import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { namesOf } from '../testing/index.ts';
import { rowsOf, runOf } from '../worksheets/index.ts';
import { type AsmTechnique, type Injection, toAsm } from './formats/index.ts';
import type { LineRow, WeighingRow } from './rows.ts';

export interface AsmInput {
  id: string;
  technique?: AsmTechnique;
}

/** What instruments gave to a run, as an Allotrope document: the injections that were taken, or the weighings. @throws Refusal `instrument-file.asm-empty` */
export async function asmOf(
  { app, db }: Pick<Query, 'app' | 'db'>,
  { id, technique = 'liquid-chromatography' }: AsmInput,
): Promise<{ body: Buffer; name: string }> {
  const run = await runOf(db, id);
  const tests = (await rowsOf(db, run.id)).flatMap(({ test_id }) => test_id ?? []);
  const injections = technique === 'balance' ? await weighed({ db }, tests) : await injected({ db }, run.id);
  const names = await namesOf(db, [run.analyst_id]);
  const text = toAsm({
    ...{ technique, device: run.instrument ?? run.number, analyst: names[run.analyst_id] ?? '', injections },
    software: { name: 'Fangxin LIMS', version: app.config.version },
  });
  return { body: Buffer.from(text, 'utf8'), name: `${run.number}-${technique}.json` };
}

async function injected({ db }: Pick<Query, 'db'>, runId: string): Promise<Injection[]> {
  const rows: object[] = await db('instrument_file_lines as l')
    .join('instrument_files as f', 'f.id', 'l.file_id')
    .where('f.worksheet_id', runId)
    .where('l.status', 'taken')
    .orderBy(['l.file_id', 'l.n'])
    .select('l.sample', 'l.n', 'l.kind', 'l.payload');
  return rows.map((row) => {
    const { sample, n, kind, payload } = decode<Pick<LineRow, 'sample' | 'n' | 'kind' | 'payload'>>(
      'instrument_file_lines',
      row,
    );
    const { at, vial, sampleId, method, values } = payload;
    return {
      ...{ line: n, sampleName: sample, kind, values },
      ...(at !== undefined && { at }),
      ...(vial !== undefined && { vial }),
      ...(sampleId !== undefined && { sampleId }),
      ...(method !== undefined && { method }),
    };
  });
}

async function weighed({ db }: Pick<Query, 'db'>, testIds: readonly string[]): Promise<Injection[]> {
  const rows: (WeighingRow & { number: string })[] = await db('weighings as w')
    .join('tests as t', 't.id', 'w.test_id')
    .join('samples as s', 's.id', 't.sample_id')
    .whereIn('w.test_id', [...testIds])
    .orderBy('w.id')
    .select('w.*', 's.number');
  return rows.map(({ number, raw, created_at }, at) => {
    const [text = '', unit = ''] = raw.split(' ');
    return {
      ...{ line: at + 1, sampleName: number, kind: 'sample', at: created_at.slice(0, 19) },
      values: [{ name: 'weight', field: 'mass', text, unit, line: at + 1, flags: ['stable'] }],
    };
  });
}
