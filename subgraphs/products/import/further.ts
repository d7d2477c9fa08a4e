import type { Outcome } from '../../../kernel/outcome.ts';

/** Takes those that are well so far a step further, all at once; the others stay what they are. In their order. */
export const further = async <A, B>(
  before: readonly Outcome<A>[],
  step: (all: readonly A[]) => Promise<readonly Outcome<B>[]>,
): Promise<Outcome<B>[]> => {
  const well = before.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const after = (await step(well)).values();
  return before.map((outcome) => (outcome.ok ? next(after) : outcome));
};

const next = <T>(values: Iterator<T>): T => {
  const { done, value } = values.next();
  if (done) throw new Error('A step has an outcome for each that it was given.');
  return value;
};
