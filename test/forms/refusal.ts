import { Refusal } from '../../lib/core/refusal.ts';

/** The id of the first reason for which `run` refuses; '' when it does not. */
export function refusal(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    if (error instanceof Refusal) return error.reasons[0]?.id ?? '';
    throw error;
  }
}
