import { binomialInterval } from '../core/statistics/distributions.ts';

/** How many were tested, how many of them did not conform, and the exact interval of the rate; per cent as decimal text. */
export interface Share {
  tested: number;
  failed: number;
  /** Per cent with two decimals; '' where nothing was tested. */
  rate: string;
  /** Ends of the exact 95 % interval (Clopper and Pearson). */
  low: string;
  high: string;
}

export interface NamedShare extends Share {
  name: string;
}

/** k of n in per cent with two decimals, rounded half to even on the exact fraction (GB/T 8170-2008). */
export function percent(k: number, n: number): string {
  const [over, whole] = [BigInt(k) * 10_000n, BigInt(n)];
  const [down, rest] = [over / whole, (over % whole) * 2n];
  const hundredths = rest > whole || (rest === whole && down % 2n === 1n) ? down + 1n : down;
  const digits = hundredths.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The rate of some of some, with its interval; no rate of nothing. */
export function shareOf(failed: number, tested: number): Share {
  if (tested === 0) return { tested, failed, rate: '', low: '', high: '' };
  const { low, high } = binomialInterval(failed, tested);
  return {
    ...{ tested, failed, rate: percent(failed, tested) },
    ...{ low: (low * 100).toFixed(2), high: (high * 100).toFixed(2) },
  };
}

/** Counts by name as shares: most failures first, then most tested, then by name. */
export class Tally {
  private readonly counts = new Map<string, { tested: number; failed: number }>();

  add(name: string, failed: boolean): void {
    const count = this.counts.get(name) ?? { tested: 0, failed: 0 };
    this.counts.set(name, { tested: count.tested + 1, failed: count.failed + (failed ? 1 : 0) });
  }

  get total(): { tested: number; failed: number } {
    let [tested, failed] = [0, 0];
    for (const count of this.counts.values()) [tested, failed] = [tested + count.tested, failed + count.failed];
    return { tested, failed };
  }

  shares(): NamedShare[] {
    return [...this.counts]
      .map(([name, { tested, failed }]) => ({ name, ...shareOf(failed, tested) }))
      .sort((a, b) => b.failed - a.failed || b.tested - a.tested || (a.name < b.name ? -1 : 1));
  }
}
