/** Numbers that follow from a seed alone. Each actor has a source of its own, so that no actor's choices depend on the timing of others. */
export type Random = Readonly<{
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  pick<T>(all: readonly T[]): T;
  chance(probability: number): boolean;
  /** A key that no other call of any source of this run makes. */
  key(): string;
}>;

/** A source for one actor of a run (mulberry32 over a hash of the seed and the name). */
export const randomOf = (seed: number, name: string): Random => {
  let state = hash(`${seed} ${name}`);
  let keys = 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    pick: (all) => {
      const chosen = all[int(0, all.length - 1)];
      if (chosen === undefined) throw new Error('There is nothing to pick from.');
      return chosen;
    },
    chance: (probability) => next() < probability,
    key: () => `chaos-${seed}-${name}-${++keys}`,
  };
};

const hash = (text: string): number => {
  let value = 2_166_136_261;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return value | 0;
};
