import { badInput } from '../../../kernel/errors.ts';

type Given = string | null | undefined;

/** Two ways to name a thing, of which exactly one is taken. */
export const oneOf = <A extends string, B extends string, T>(
  names: Readonly<Record<A | B, Given>>,
  byFirst: (value: string) => Promise<T>,
  bySecond: (value: string) => Promise<T>,
): Promise<T> => {
  const [[first, a], [second, b]] = Object.entries(names) as [[string, Given], [string, Given]];
  if (a != null && b == null) return byFirst(a);
  if (b != null && a == null) return bySecond(b);
  throw badInput(`Give ${first} or ${second}, one of them.`);
};
