import { createHash } from 'node:crypto';
import { canonical } from '../core/canonical.ts';
import { dec } from '../core/decimal.ts';
import type { Limit } from '../core/limits.ts';
import { placesOf } from '../core/rounding.ts';
import type { Example, Parameter } from './types.ts';

const SEAL_DIGITS = 12;
const COMPUTES = 2;

/** The seal of a worked example: the first 12 hex digits of the sha256 over all the rest of it (canonical JSON). */
export function sealOf({ seal: _seal, ...rest }: Example): string {
  return createHash('sha256').update(canonical(rest)).digest('hex').slice(0, SEAL_DIGITS);
}

/** One thing that the worked examples of a parameter lack; `example` counts from 1. */
export interface ExampleFault {
  example?: number;
  detail: string;
}

/**
 * What the examples must show before a parameter may be used. One that yields a number: two that compute, of them one at a rounding
 * tie or at the edge of its limit, and one refusal. One that yields words: an example that conforms and one that fails. Each example
 * bears its seal, so that no digit of it changes unseen, and says of itself only what is so.
 */
export function exampleFaults({ examples }: Pick<Parameter, 'examples'>): ExampleFault[] {
  const computing = examples.filter(({ expect }) => expect.result !== undefined);
  const kinds = new Set(examples.map(({ kind }) => kind));
  const verdicts = new Set(examples.map(({ expect }) => expect.verdict));
  const lacks = (holds: boolean, detail: string): ExampleFault[] => (holds ? [] : [{ detail }]);
  const needs =
    computing.length > 0
      ? [
          ...lacks(computing.length >= COMPUTES, 'examples: at least two must compute a result'),
          ...lacks(kinds.has('tie') || kinds.has('edge'), 'examples: one must stand at a rounding tie or at the limit'),
          ...lacks(kinds.has('refusal'), 'examples: one must be refused'),
        ]
      : [
          ...lacks(verdicts.has('conforms'), 'examples: one must conform'),
          ...lacks(verdicts.has('fails'), 'examples: one must fail'),
        ];
  return [...needs, ...examples.flatMap(ownFaults)];
}

function ownFaults(example: Example, i: number): ExampleFault[] {
  const { kind, seal, expect, item } = example;
  const wrong = (isWrong: boolean, detail: string): ExampleFault[] => (isWrong ? [{ example: i + 1, detail }] : []);
  return [
    ...wrong(kind === undefined, 'kind: is missing'),
    ...wrong(seal === undefined, 'seal: is missing (npx lims catalogue seal, after it was checked by hand)'),
    ...wrong(
      seal !== undefined && seal !== sealOf(example),
      'seal: something in this example was changed since it was sealed',
    ),
    ...wrong(
      (kind === 'refusal') !== (expect.refused !== undefined),
      'kind: an example that is refused is of the kind refusal, no other',
    ),
    ...wrong(kind === 'tie' && !isTie(expect), 'kind: the exact value does not lie half-way between two results'),
    ...wrong(kind === 'edge' && !isEdge(item.limit, expect), 'kind: the result does not lie at the limit'),
  ];
}

/** A tie: what rounding took away or added is one 5 at the first dropped place and nothing after it. */
function isTie({ exact, result }: Example['expect']): boolean {
  if (exact === undefined || result === undefined) return false;
  const off = dec(exact).minus(dec(result)).abs();
  return /^5$/.test(off.toFixed().replace(/[0.]/g, ''));
}

/** At the edge: the result, or the value before rounding, equals an end of the limit or is one unit of the last kept place away. */
function isEdge(limit: Limit, { exact, result, text }: Example['expect']): boolean {
  const ends = endsOf(limit);
  // A result that is no single value (10＜N＜10²) stands at the edge by its pattern of readings.
  if (result === undefined || ends.length === 0 || text?.includes(result) === false) return true;
  const unit = dec('10').pow(-Math.max(placesOf(result), ...ends.map(placesOf)));
  return ends.some((end) =>
    [exact, result].some((value) => value !== undefined && dec(value).minus(dec(end)).abs().lessThanOrEqualTo(unit)),
  );
}

function endsOf(limit: Limit): string[] {
  if (limit.kind === 'max' || limit.kind === 'min') return [limit.value];
  return limit.kind === 'range' ? [limit.low, limit.high] : [];
}
