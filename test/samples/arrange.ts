import { registered } from '../samplings/arrange.ts';
import type { Answer, Lab } from '../support/lab.ts';

export const allOk = {
  seal: 'ok',
  packaging: 'ok',
  amount: 'ok',
  condition: 'ok',
  papers: 'ok',
  details: 'ok',
  storage: 'ok',
} as const;

export interface Received {
  receiptId: string;
  decision: string;
  samplingId: string;
  sample: { id: string; number: string; dueOn: string; provisional: boolean; version: number } | null;
  portions: { id: string; code: string }[];
  tests: number | null;
}

/** Sends reception's decision about a sampling. */
export async function decide(lab: Lab, id: string, decision: object = {}, version = 1): Promise<Answer> {
  const reception = await lab.as('reception');
  return reception.post(
    `/samplings/${id}/receipt`,
    { checks: allOk, decision: 'accepted', ...decision },
    { ifMatch: `"${version}"` },
  );
}

/** A tablet sampling that was registered and accepted; `sampling` changes the one, `decision` the other. */
export async function accepted(
  lab: Lab,
  sampling: object = {},
  decision: object = {},
): Promise<Received & { sample: NonNullable<Received['sample']> }> {
  const { id } = await registered(lab, sampling);
  const answer = await decide(lab, id, decision);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json();
}
