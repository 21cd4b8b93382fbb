import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestAnswer } from '../lib/testing/answers.ts';
import { type Answer, type Client, type Lab, PASSWORD } from './support/lab.ts';

/** How far a batch goes. */
export const stages = ['sampled', 'received', 'planned', 'tested', 'approved', 'issued'] as const;
export type Stage = (typeof stages)[number];

/** The batches whose real readings stand in lib/demo/batches. */
export type BatchName = 'paracetamol-tablet' | 'sanqi' | 'surgical-mask' | 'face-cream';

interface BatchFile {
  sampling: { number: string; productClass: string; portions: { sealNo: string }[]; [field: string]: unknown };
  receipt: object;
  specification: string;
  answers?: Record<string, string | string[]>;
  readings: Record<string, { common: object; [field: string]: unknown }>;
  expect: { conclusion: 'conforms' | 'fails' };
}

/** An answer of the API that came up on the way: tests hold it against the declared schema. */
export interface Heard {
  path: string;
  answer: Answer;
}

export interface Played {
  samplingId: string;
  sampleId: string;
  sampleNumber: string;
  portions: { id: string; code: string }[];
  tests: TestAnswer[];
  reportId: string;
  /** Of a batch that fails, once its report is issued. */
  caseId: string | null;
  heard: Heard[];
}

/** The input of a batch as the walkthrough plays it. */
export const batchFile = (name: BatchName): BatchFile =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'lib', 'demo', 'batches', `${name}.json`), 'utf8'),
  ) as BatchFile;

let serial = 0;

/** The registration of a batch file under numbers that no other registration of this process has. */
export async function registrationOf(
  lab: Lab,
  name: BatchName,
): Promise<Record<string, unknown> & { number: string; portions: { sealNo: string }[] }> {
  serial += 1;
  const { productClass, ...rest } = batchFile(name).sampling;
  const mark = `T${String(serial).padStart(4, '0')}`;
  return {
    ...rest,
    class: productClass,
    number: `${rest.number}-${mark}`,
    officers: [(await lab.user('sampler')).id, (await lab.user('sampler2')).id],
    portions: rest.portions.map((portion) => ({ ...portion, sealNo: `${portion.sealNo}-${mark}` })),
  };
}

/**
 * Takes a real batch through the HTTP API with one person for each duty, as far as `until`.
 * @throws Error with the refusal when any step is not taken
 */
export async function playBatch(
  lab: Lab,
  until: Stage,
  { batch = 'paracetamol-tablet' as BatchName } = {},
): Promise<Played> {
  const file = batchFile(batch);
  const heard: Heard[] = [];
  const played: Played = {
    samplingId: '',
    sampleId: '',
    sampleNumber: '',
    portions: [],
    tests: [],
    reportId: '',
    caseId: null,
    heard,
  };
  const done = (stage: Stage) => stages.indexOf(stage) >= stages.indexOf(until);
  const tell = async <T>(client: Client, path: string, body: object): Promise<T> => {
    const answer = await client.post(path, body);
    if (answer.status >= 300) throw new Error(`${client.login} POST ${path}: ${answer.status} ${answer.text}`);
    heard.push({ path, answer });
    return answer.json<T>();
  };
  const ask = async <T>(client: Client, path: string): Promise<T> => {
    const answer = await client.get(path);
    if (answer.status !== 200) throw new Error(`${client.login} GET ${path}: ${answer.status} ${answer.text}`);
    return answer.json<T>();
  };

  const sampler = await lab.as('sampler');
  const sampling = await tell<{ id: string; version: number }>(sampler, '/samplings', await registrationOf(lab, batch));
  played.samplingId = sampling.id;
  if (done('sampled')) return played;

  const reception = await lab.as('reception');
  const receipt = { ...file.receipt, version: sampling.version };
  const received = await tell<{
    sample: { id: string; number: string; version: number };
    portions: Played['portions'];
  }>(reception, `/samplings/${sampling.id}/receipt`, receipt);
  played.sampleId = received.sample.id;
  played.sampleNumber = received.sample.number;
  played.portions = received.portions;
  if (done('received')) return played;

  const head = await lab.as('head');
  const sample = `/samples/${played.sampleId}`;
  const plan = await tell<{ tests: TestAnswer[] }>(head, `${sample}/plan`, {
    specification: file.specification,
    answers: file.answers ?? {},
    version: received.sample.version,
  });
  const assigned = { tests: plan.tests.map((test) => test.id), analyst: (await lab.user('analyst')).id };
  played.tests = (await tell<{ tests: TestAnswer[] }>(head, `${sample}/assignment`, assigned)).tests;
  if (done('planned')) return played;

  const analyst = await lab.as('analyst');
  const recorded: TestAnswer[] = [];
  for (const test of played.tests) {
    const { common, ...rest } = file.readings[String(test.seq)] ?? { common: {} };
    // The analyst scans the label of the part that he was handed.
    const readings = { common: { ...common, portion: played.portions[0]?.code }, ...rest };
    const saved = await tell<{ test: TestAnswer }>(analyst, `/tests/${test.id}/readings`, {
      version: test.version,
      readings,
    });
    recorded.push(saved.test);
  }
  const submitted = await tell<{ tests: TestAnswer[] }>(analyst, '/submissions', {
    tests: bound(recorded),
    password: PASSWORD,
  });
  const reviewer = await lab.as('reviewer');
  const reviewed: TestAnswer[] = [];
  for (const { id, hash } of submitted.tests)
    reviewed.push(await tell<TestAnswer>(reviewer, `/tests/${id}/review`, { hash, password: PASSWORD }));
  played.tests = reviewed;
  if (done('tested')) return played;

  await tell(head, `${sample}/approval`, { hashes: bound(reviewed), password: PASSWORD });
  const signatory = await lab.as('signatory');
  const { reports } = await ask<{ reports: { id: string }[] }>(signatory, sample);
  played.reportId = reports[0]?.id ?? '';
  if (done('approved')) return played;

  const report = await ask<{ version: number; contentHash: string }>(signatory, `/reports/${played.reportId}`);
  await tell(signatory, `/reports/${played.reportId}/issue`, {
    version: report.version,
    hash: report.contentHash,
    password: PASSWORD,
  });
  played.caseId = (await ask<{ caseId: string | null }>(signatory, `/reports/${played.reportId}`)).caseId;
  return played;
}

const bound = (tests: readonly TestAnswer[]): { id: string; hash: string }[] =>
  tests.map(({ id, hash }) => ({ id, hash }));
