import type { CapabilityRow } from '../../lib/capability/index.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import type { Lab } from '../support/lab.ts';

/** Lines of the annex for parameters of every class, all held unless said otherwise; gives back the codes. */
export async function accredit(lab: Lab, count: number, over: Partial<CapabilityRow> = {}): Promise<string[]> {
  const all = [...lab.app.catalogue.parameters.values()];
  const step = Math.max(1, Math.floor(all.length / count));
  const chosen = all.filter((_parameter, i) => i % step === 0).slice(0, count);
  await lab.act('quality', (act) =>
    act.insertAll<CapabilityRow>(
      'capabilities',
      chosen.map(({ code, name, basis }) => ({
        ...{ scheme: 'CMA' as const, annex_no: null, parameter_code: code, object: null, item: name.zh },
        ...{ standards: basis.map(({ standard }) => standard).join('；') || '本所方法', scope: null, note: null },
        ...{
          certificate: 'C1',
          approved_on: '2025-01-01',
          valid_to: '2031-01-01',
          site: '本所',
          state: 'held' as const,
        },
        ...{ project: null, ...over },
      })),
    ),
  );
  return chosen.map(({ code }) => code);
}

/** Reviewed results of these parameters in a batch that stands, `count` of them, one after the other on the days of a year. */
export async function reviewed(lab: Lab, sampleId: string, codes: readonly string[], count: number): Promise<void> {
  const definition = 'e'.repeat(64);
  const limit = { kind: 'none' as const };
  const rows = Array.from({ length: count }, (_none, i) => {
    const day = new Date(Date.parse('2026-01-02T02:00:00Z') + (i % 320) * 86_400_000).toISOString();
    const parameter_code = codes[i % codes.length] ?? '';
    return {
      ...{ id: lab.app.ids.next(), sample_id: sampleId, seq: 1000 + i, parameter_code, parameter_hash: definition },
      ...{ form_code: 'arranged', form_hash: definition, state: 'locked', analyst_id: null, reviewer_id: null },
      item: JSON.stringify({ group: '检查', name: { zh: '项目', en: 'item' }, parameter: parameter_code, limit }),
      ...{ standing: 'counts', attempt: 0 },
      ...{ readings: '{}', outcome: null, result_text: '1.0', result_exact: '1.0', verdict: 'conforms' },
      ...{ started_at: day, submitted_at: day, reviewed_at: day, returned_reason: null, created_at: day, version: 1 },
    } satisfies Record<
      keyof Omit<TestRow, 'attachments' | 'hands' | 'investigation_id' | 'returned_cells' | 'oddities' | 'supplement'>,
      unknown
    >;
  });
  await lab.app.db.write.transaction((trx) => trx.batchInsert('tests', rows, 400));
}
