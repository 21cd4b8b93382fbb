import { normalise } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { type CheckName, type Checks, checkNames, type Decision, type Ground } from './rows.ts';

/** What reception found and decided; `temperature` in ℃ as typed. */
export interface Receipt {
  checks: Checks;
  decision: Decision;
  grounds?: Ground[];
  deviation?: string;
  temperature?: string;
  note?: string;
}

/** Every reason why a receipt cannot stand; empty when it can. Pure. `words` names a check in the reader's language. */
export function receiptProblems(receipt: Receipt, cold: boolean, words: (check: CheckName) => string): Reason[] {
  const { decision, temperature } = receipt;
  const taken = decision !== 'refused';
  return [
    ...(decision === 'accepted' ? despite(receipt.checks, words) : []),
    ...(decision === 'deviation' && !receipt.deviation ? [{ id: 'receipt.deviation-text', field: 'deviation' }] : []),
    ...(decision === 'refused' && !receipt.grounds?.length
      ? [{ id: 'receipt.grounds-missing', field: 'grounds' }]
      : []),
    ...(taken && receipt.grounds?.length ? [{ id: 'receipt.grounds-unfit', field: 'grounds' }] : []),
    // Domain 10.5: a cold-chain sample without a temperature at receipt is not received.
    ...(taken && cold && temperature === undefined
      ? [{ id: 'receipt.temperature-missing', field: 'temperature' }]
      : []),
    ...(temperature === undefined ? [] : temperatureFaults(temperature)),
  ];
}

/** Domain 10.4: something is not in order, so the sample is taken with a recorded deviation or not at all. */
function despite(checks: Checks, words: (check: CheckName) => string): Reason[] {
  const wrong = checkNames.filter((name) => checks[name] === 'not');
  if (wrong.length === 0) return [];
  return [{ id: 'receipt.accepted-despite', field: 'decision', params: { checks: wrong.map(words).join(' / ') } }];
}

function temperatureFaults(typed: string): Reason[] {
  try {
    return normalise(typed, {}, 'temperature').qualifier === '='
      ? []
      : [{ id: 'receipt.temperature-form', field: 'temperature', params: { text: typed.slice(0, 40) } }];
  } catch (error) {
    if (error instanceof Refusal) return error.reasons;
    throw error;
  }
}
