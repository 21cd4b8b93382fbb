import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Readings } from '../../lib/forms/index.ts';
import type { Person } from './client.ts';
import type { Papers } from './papers.ts';

/** One batch of real input: what was sampled, read, and what must come out. */
export interface BatchFile {
  sampling: {
    productClass: string;
    number: string;
    productName: string;
    portions: { role: string; qty: string; sealNo: string }[];
    [field: string]: unknown;
  };
  receipt: { checks: Record<string, string>; temperature: string; note: string };
  specification: string;
  answers?: Record<string, string | string[]>;
  readings: Record<string, Readings>;
  expect: Record<string, { result: string; verdict: string }> & { conclusion: string };
}

/** Everybody who touches a batch; all different persons. */
export interface Crew {
  officers: [string, string];
  sampler: Person;
  reception: Person;
  head: Person;
  analysts: [Person & { id: string }, Person & { id: string }];
  reviewer: Person;
  signatory: Person;
  stranger: Person;
}

interface Test {
  id: string;
  seq: number;
  version: number;
  hash: string;
  state: string;
}

interface Sample {
  version: number;
  state: string;
  verdict: string | null;
  portions: { id: string; role: string; code: string }[];
  reports: { id: string; number: string; state: string }[];
  cases: { id: string; number: string }[];
}

export type Say = (step: string) => void;

/** Plays one batch from the sampling form to the signed report, through HTTP, and checks everything that comes out. */
export async function playBatch(name: string, file: BatchFile, crew: Crew, papers: Papers, say: Say): Promise<void> {
  const tell: Say = (step) => say(`${name}: ${step}`);
  const sampling = await sample(name, file, crew, papers, tell);
  const { id, number } = await receive(sampling, file, crew, tell);
  await labels(name, id, crew, papers, tell);
  const tests = await plan(id, file, crew, tell);
  await read(id, tests, file, crew, tell);
  await sign(id, tests, crew, tell);
  await issue(name, id, number, file, crew, papers, tell);
  for (const test of tests) {
    papers.add(
      'raw-record',
      `raw-record-${name}-${String(test.seq).padStart(2, '0')}.pdf`,
      await crew.reviewer.file(`/tests/${test.id}/record.pdf`),
      name,
    );
  }
  tell(`${tests.length} raw records printed`);
}

async function sample(
  name: string,
  file: BatchFile,
  { sampler, officers }: Crew,
  papers: Papers,
  say: Say,
): Promise<{ id: string; version: number }> {
  const { productClass, portions, ...rest } = file.sampling;
  const parts = portions.map(({ role, qty, sealNo }) => ({ role, qty, sealNo }));
  const registered = await sampler.post<{ id: string; version: number; warnings: unknown[] }>('/samplings', {
    ...rest,
    class: productClass,
    officers,
    portions: parts,
  });
  papers.add('sampling', `sampling-${name}.pdf`, await sampler.file(`/samplings/${registered.id}/record.pdf`), name);
  papers.add('seals', `seals-${name}.pdf`, await sampler.file(`/samplings/${registered.id}/seals.pdf`), name);
  say(`sampled as ${file.sampling.number} (${registered.warnings.length} warnings), record and seals printed`);
  return registered;
}

async function receive(
  { id, version }: { id: string; version: number },
  file: BatchFile,
  { reception }: Crew,
  say: Say,
): Promise<{ id: string; number: string }> {
  const input = { ...file.receipt, version, decision: 'accepted' };
  const { sample: received } = await reception.post<{ sample: { id: string; number: string; dueOn: string } | null }>(
    `/samplings/${id}/receipt`,
    input,
  );
  if (!received) throw new Error('the sample was not accepted');
  say(`received as ${received.number}, due ${received.dueOn}`);
  return received;
}

async function labels(name: string, id: string, { reception }: Crew, papers: Papers, say: Say): Promise<void> {
  papers.add('labels', `labels-${name}.pdf`, await reception.file(`/samples/${id}/labels.pdf`), name);
  const { portions } = await reception.get<Sample>(`/samples/${id}`);
  for (const portion of portions) {
    papers.add('label', `label-${portion.code}.png`, await reception.file(`/portions/${portion.id}/label.png`), name);
    const found = await reception.get<{ code: string }>(`/scan?code=${portion.code.toLowerCase()}%0D`);
    expect(found.code, 'the scanned code').to.equal(portion.code);
  }
  say(`${portions.length} labels printed, each code found by a scan`);
}

async function plan(id: string, file: BatchFile, { head, analysts }: Crew, say: Say): Promise<Test[]> {
  const { version } = await head.get<Sample>(`/samples/${id}`);
  const { tests } = await head.post<{ tests: Test[] }>(`/samples/${id}/plan`, {
    version,
    specification: file.specification,
    answers: file.answers ?? {},
  });
  for (const [i, analyst] of analysts.entries()) {
    const own = tests.filter((_, n) => n % analysts.length === i);
    const assigned = await head.post<{ tests: Test[] }>(`/samples/${id}/assignment`, {
      tests: own.map((test) => test.id),
      analyst: analyst.id,
    });
    for (const test of own)
      Object.assign(
        test,
        assigned.tests.find((one) => one.id === test.id),
      );
  }
  say(`${tests.length} items of ${file.specification} planned and assigned`);
  return tests;
}

const analystOf = (tests: Test[], test: Test, { analysts }: Crew) =>
  analysts[(tests.indexOf(test) % analysts.length) as 0 | 1];

/** A value that was typed wrong and set right: the saved one must not be replaced without a reason. */
const WRONG_HUMIDITY = '84';
const REASON = '示例：誊写错误，按温湿度记录更正';

async function read(id: string, tests: Test[], file: BatchFile, crew: Crew, say: Say): Promise<void> {
  const { portions } = await crew.head.get<Sample>(`/samples/${id}`);
  const portion = portions.find(({ role }) => role === 'test')?.code ?? '';
  for (const test of tests) {
    const analyst = analystOf(tests, test, crew);
    const path = `/tests/${test.id}/readings`;
    const given = file.readings[String(test.seq)];
    if (!given) throw new Error(`there are no readings for item ${test.seq}`);
    const common = { ...(given['common'] as Readings), portion };
    const isFirst = test === tests[0];
    const first = await analyst.post<{ version: number }>(path, {
      version: test.version,
      readings: { ...given, common: { ...common, ...(isFirst && { humidity: WRONG_HUMIDITY }) } },
    });
    const right = { version: first.version, readings: { common } };
    if (isFirst)
      expect(await analyst.refused(path, right), 'a change without a reason').to.deep.equal(['record.reason']);
    const saved = await analyst.post<{ test: Test; complete: boolean; result_text: string; verdict: string }>(path, {
      ...right,
      ...(isFirst && { reason: REASON }),
    });
    const wanted = file.expect[String(test.seq)];
    expect(
      { result: saved.result_text, verdict: saved.verdict, complete: saved.complete },
      `item ${test.seq}`,
    ).to.deep.equal({
      result: wanted?.result,
      verdict: wanted?.verdict,
      complete: true,
    });
    Object.assign(test, saved.test);
  }
  say(`${tests.length} raw records filled; every result and verdict is the expected one`);
}

const named = (tests: Test[]) => tests.map(({ id, hash }) => ({ id, hash }));

async function sign(id: string, tests: Test[], crew: Crew, say: Say): Promise<void> {
  const { reviewer, head, analysts } = crew;
  for (const analyst of analysts) {
    const own = tests.filter((test) => analystOf(tests, test, crew) === analyst);
    await analyst.post('/submissions', { tests: named(own), password: analyst.password });
  }
  say('signed by the analysts');
  const [first] = tests;
  if (first)
    expect(
      await analysts[0].refused(`/tests/${first.id}/review`, { hash: first.hash, password: analysts[0].password }),
      'a review by the analyst',
    ).to.not.deep.equal([]);
  // The heads of both analysts name one instrument for the same hours: asked about at review, and explained.
  const explanation = '已核对仪器使用记录：两人的样品在同一序列中依次进样';
  for (const { id: test, hash } of tests)
    await reviewer.post(`/tests/${test}/review`, { hash, explanation, password: reviewer.password });
  say('reviewed and signed one by one');
  const approved = await head.post<{ state: string }>(`/samples/${id}/approval`, {
    hashes: named(tests),
    password: head.password,
  });
  expect(approved.state).to.equal('approved');
  say('approved by the department');
}

async function issue(
  name: string,
  id: string,
  number: string,
  file: BatchFile,
  crew: Crew,
  papers: Papers,
  say: Say,
): Promise<void> {
  const { signatory, stranger } = crew;
  const [drafted] = (await signatory.get<Sample>(`/samples/${id}`)).reports;
  if (!drafted) throw new Error('no report was drafted');
  const report = await signatory.get<{ version: number; contentHash: string; verifyUrl: string }>(
    `/reports/${drafted.id}`,
  );
  const input = { version: report.version, hash: report.contentHash, password: signatory.password };
  const issued = await signatory.post<{ number: string; state: string; pdfHash: string }>(
    `/reports/${drafted.id}/issue`,
    input,
  );
  const pdf = await signatory.file(`/reports/${drafted.id}/report.pdf`);
  expect(createHash('sha256').update(pdf).digest('hex'), 'the file of the report').to.equal(issued.pdfHash);
  expect((await signatory.file(`/reports/${drafted.id}/report.pdf`)).equals(pdf), 'the same bytes again').to.equal(
    true,
  );
  papers.add('report', `report-${name}.pdf`, pdf, name);
  const verified = await stranger.get<{ number: string; state: string; pdfHash: string }>(
    new URL(report.verifyUrl).pathname,
  );
  expect(verified).to.include({ number: issued.number, state: 'issued', pdfHash: issued.pdfHash });
  const { verdict, state, cases } = await signatory.get<Sample>(`/samples/${id}`);
  expect({ verdict, state }, number).to.deep.equal({ verdict: file.expect.conclusion, state: 'issued' });
  say(`report ${issued.number} issued (${verdict}), verified in public`);
  if (file.expect.conclusion === 'fails') await notifyAuthority(name, cases[0]?.id ?? '', crew, papers, say);
  else expect(cases, 'no case for a batch that conforms').to.deep.equal([]);
}

async function notifyAuthority(name: string, id: string, { reception }: Crew, papers: Papers, say: Say): Promise<void> {
  const found = await reception.get<{
    version: number;
    number: string;
    openedAt: string;
    term: { dueOn: string; running: boolean };
  }>(`/cases/${id}`);
  expect(found.term.running, 'the clock of the case').to.equal(true);
  papers.add('nonconformity', `nonconformity-${name}.pdf`, await reception.file(`/cases/${id}/notice.pdf`), name);
  const notifiedOn = new Date(Date.parse(found.openedAt) + 8 * 3_600_000).toISOString().slice(0, 10);
  const notice = {
    version: found.version,
    notifiedOn,
    notifiedTo: '示例省药品监督管理局',
    notifiedHow: 'system',
    receiptNo: '示例-0001',
  };
  const done = await reception.post<{ state: string }>(`/cases/${id}/notification`, notice);
  expect(done.state).to.equal('notified');
  say(`case ${found.number} opened, due ${found.term.dueOn}, the authority notified`);
}
