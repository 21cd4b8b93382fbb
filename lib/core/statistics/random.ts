/** A seeded generator: the same seed gives the same sequence on every machine. For simulation, never for secrets or blind codes. */
export interface Random {
  /** In 0 ≤ u < 1, with 32 bits. */
  uniform(): number;
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  normal(mean?: number, sd?: number): number;
  /** Between −half and +half, most often near 0. */
  triangular(half: number): number;
  /** Student's t. */
  student(df: number): number;
  shuffled<T>(list: readonly T[]): T[];
}

/** The next 32 bits of mulberry32 (T. Ettinger, public domain). */
export function bitsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

export function randomFrom(seed: number): Random {
  const bits = bitsFrom(seed);
  const uniform = () => bits() / 0x1_0000_0000;
  const below = (limit: number) => bits() % limit;
  let spare: number | null = null;
  /** Box and Muller (1958): two independent normals from two uniforms. */
  const standard = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uniform,
    below,
    normal: (mean = 0, sd = 1) => mean + sd * standard(),
    triangular: (half) => half * (uniform() - uniform()),
    student: (df) => standard() / Math.sqrt((2 * gamma(df / 2, standard, uniform)) / df),
    shuffled: (list) => {
      const copy = [...list];
      for (let at = copy.length - 1; at > 0; at--) copy.push(...copy.splice(below(at + 1), 1));
      return copy;
    },
  };
}

/** A gamma variate of this shape (Marsaglia and Tsang 2000). */
function gamma(shape: number, standard: () => number, uniform: () => number): number {
  if (shape < 1) return gamma(shape + 1, standard, uniform) * (1 - uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = standard();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
