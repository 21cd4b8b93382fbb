import { dec } from '../core/decimal.ts';
import type { Reason } from '../core/refusal.ts';
import type { App } from '../kernel/types.ts';
import { balanceOf, inUnit, quantityReasons, unitsOf } from './balance.ts';
import type { SectionRow } from './rows.ts';
import { trackRules } from './rules.ts';
import type { Registers } from './store.ts';

/** What is told and stops nothing: a crime that was not transferred, registers and sections that do not agree (domain 1.11, 10 item 27). */
export function cautionsOf(app: Pick<App, 'config'>, sections: readonly SectionRow[], registers: Registers): Reason[] {
  const data = (name: SectionRow['section']) => sections.find(({ section }) => section === name)?.data ?? {};
  const { crimeSigns, balance: rule } = trackRules(app);
  const control = data('control');
  const causes = data('cause').causes;
  const signs =
    (Array.isArray(causes) && causes.some((one) => crimeSigns.causes.includes(String(one)))) ||
    crimeSigns.riskHarm.includes(String(data('start').riskHarm));
  const isTransferred = registers.transfers.some(({ kind, state }) => kind === 'crime' && state !== 'declined');
  const isFined = registers.penalties.some(({ state }) => state === 'decided');
  const out: Reason[] = [];
  if (signs && !isTransferred)
    out.push({ id: isFined ? 'track.caution-fine' : 'track.caution-crime', params: { basis: crimeSigns.basis } });
  const balance = balanceOf(control, rule);
  if (balance && !balance.balanced)
    out.push({ id: 'track.caution-balance', params: { difference: balance.difference, unit: balance.unit } });
  if (control.recallDone === 'yes' && registers.recalls.length === 0) out.push({ id: 'track.caution-recall' });
  if (disagrees(control.sealed, control, registers.seizures)) out.push({ id: 'track.caution-sealed' });
  return out;
}

/** Whether the sealed quantity is another than the register adds up to, where all of it is in the common unit. */
function disagrees(sealed: unknown, control: SectionRow['data'], seizures: Registers['seizures']): boolean {
  const units = unitsOf(control);
  if (typeof sealed !== 'string' || seizures.length === 0) return false;
  let differs = false;
  const wrong = quantityReasons(() => {
    const sum = seizures.reduce((all, { amount, unit }) => all.plus(inUnit(`${amount}${unit}`, units)), dec('0'));
    differs = !sum.eq(inUnit(sealed, units));
  });
  return wrong.length === 0 && differs;
}
