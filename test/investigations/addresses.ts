import { addProof, keepProof } from '../../lib/investigations/files.ts';
import type { InvestigationRow } from '../../lib/investigations/rows.ts';
import type { TerminationRow } from '../../lib/investigations/terminate.ts';
import type { Act } from '../../lib/kernel/types.ts';
import type { Lab } from '../support/lab.ts';

/** One investigation with a file of evidence and one approved termination, for the routes that want an address. */
export function arrangeInvestigation(
  lab: Lab,
): Promise<{ id: string; hash: string; termination: string; test: string }> {
  const upload = { name: '证据.pdf', type: 'application/pdf', data: Buffer.from('%PDF-1.4 proof').toString('base64') };
  const arrange = async (act: Act) => {
    const test: { id: string; sample_id: string } = await act.db('tests').first('id', 'sample_id');
    const row = await act.insert<InvestigationRow>('investigations', {
      ...{ number: 'YC2026-9999', sample_id: test.sample_id, test_id: test.id, kind: 'oos', state: 'opened' },
      ...{ automatic: 0, situation: '超出限度', first_result: '0.9%', first_verdict: 'fails', opened_by: act.user.id },
      rules: {
        least: 2,
        most: 9,
        forbidden: false,
        causes: [{ id: 'sample', zh: '取样', en: 'sample' }],
        basis: '程序',
      },
      checklist: [{ id: 'calc', area: 'calculation', zh: '计算', en: 'calculation' }],
      ...{ hypothesis: null, hypothesis_by: null, hypothesis_at: null, outcome: null, cause: null, finding: null },
      ...{ decided_by: null, decided_at: null, n: null, retest_analyst: null, portion: null, planned_by: null },
      ...{ planned_at: null, conclusion: null, conclusion_reason: null, concluded_by: null, concluded_at: null },
      ...{ approved_by: null, approved_at: null, approval_note: null, returned_reason: null, due_on: '2026-11-26' },
      urgent: [{ id: 'U-firm', zh: '多批次', en: 'several batches', basis: '34号', since: act.now }],
    });
    const proof = await addProof(act, row, upload, 'error');
    const termination = await act.insert<TerminationRow>('terminations', {
      ...{ sample_id: test.sample_id, cause: 'other', reason: '测试', proof: await keepProof(act, upload) },
      ...{
        state: 'approved',
        proposed_by: act.user.id,
        decided_by: act.user.id,
        decided_at: act.now,
        decision: '同意',
      },
      told: null,
    });
    return { id: row.id, hash: proof.file.hash, termination: termination.id, test: test.id };
  };
  return lab.act('head', arrange);
}
