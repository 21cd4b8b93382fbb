import { blocksOf } from '../../lib/uploads/statistics.ts';
import { caseBy, regions, sendPapers, serve } from '../disposals/arrange.ts';
import type { Answer, Lab } from '../support/lab.ts';
import { PASSWORD } from '../support/lab.ts';
import { complete, handedOver, issuedBatch, sheetOf } from './arrange.ts';

const pdf = { name: 'proof.pdf', data: Buffer.from('%PDF-1.7 proof').toString('base64') };
const today = (lab: Lab): string => lab.app.clock.now().toISOString().slice(0, 10);

function ok(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(answer.text);
  return answer;
}

/** A file that was handed over and answered with a receipt; its id. */
export async function answeredUpload(lab: Lab): Promise<string> {
  const { sampleId } = await issuedBatch(lab);
  const id = await handedOver(lab, [sampleId], { from: today(lab), to: today(lab) });
  const reception = await lab.as('reception');
  const { row, batches } = await sheetOf(reception, id);
  ok(
    await reception.post(`/uploads/${id}/acknowledgement`, {
      ...{ version: row.version, acknowledgedOn: today(lab), systemNo: 'GC-1', receipt: pdf },
      answers: batches.map(({ id: batch }) => ({ batch, batchState: 'accepted' })),
    }),
  );
  return id;
}

/** A report of the figures of the quarter before, written and released by two people; its id. */
export async function releasedStatistics(lab: Lab): Promise<string> {
  const now = lab.app.clock.now();
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 3, 1));
  const part = Math.floor(before.getUTCMonth() / 3) + 1;
  const quality = await lab.as('quality');
  const asked = { statisticsKind: 'quarter', year: before.getUTCFullYear(), part };
  const { id, version } = ok(await quality.post('/uploads/statistics', asked)).json<{ id: string; version: number }>();
  const path = `/uploads/statistics/${id}`;
  const blocks = Object.fromEntries(blocksOf.quarter.map((key) => [key, '无']));
  ok(await quality.post(`${path}/text`, { version, blocks }));
  const { row, hash } = (await quality.get(path)).json<{ row: { version: number }; hash: string }>();
  const technical = await lab.as('technical');
  ok(await technical.post(`${path}/release`, { version: row.version, hash, password: PASSWORD }));
  return id;
}

/** A case whose parties were served with a proof and waived their window. */
export async function servedCase(lab: Lab): Promise<{ caseId: string; recipient: string }> {
  const { caseId } = await issuedBatch(lab, { fails: true, fields: { ...complete, ...regions } });
  const [quality, reception] = [await lab.as('quality'), await lab.as('reception')];
  ok(await sendPapers(quality, caseId ?? '', { notifiedOn: today(lab) }));
  const { recipients } = await caseBy(quality, caseId ?? '');
  for (const party of recipients) {
    const { version } = ok(await serve(reception, party, { deliveredOn: today(lab), proof: pdf })).json<{
      version: number;
    }>();
    const waiver = { version, waivedOn: today(lab), reason: '书面表示无异议' };
    ok(await reception.post(`/case-recipients/${party.id}/waiver`, waiver));
  }
  return { caseId: caseId ?? '', recipient: recipients[0]?.id ?? '' };
}

/** A draft of a notice that names a case; its id. */
export async function draftedNotice(lab: Lab, caseId: string): Promise<string> {
  const words = { noticeTitle: '药品质量公告', noticeScope: '示例市市场监督管理局网站', lead: '现公告如下：' };
  return ok(await (await lab.as('quality')).post('/notices', { ...words, cases: [caseId] })).json<{ id: string }>().id;
}
