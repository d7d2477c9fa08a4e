import type { z } from 'zod';
import type { Unit } from '../journal/unit.ts';
import { invalid } from '../objects/refused.ts';
import { expand } from './expand.ts';
import { readParams, splitExpand } from './params.ts';

export type Method = 'DELETE' | 'GET' | 'POST';
export type Answer = Readonly<{ status: number; body: object }>;

/** What is left to do once the parameters are known to be right. */
export type Prepared = (unit: Unit) => Answer;
export type Route = Readonly<{
  method: Method;
  path: RegExp;
  prepare(form: Record<string, unknown>, id: string): Prepared;
}>;

/** A call of the API. An object with `error` is a decline: it is answered with 402, and its effects stay. */
export const route = <T>(
  method: Method,
  path: string,
  schema: z.ZodType<T>,
  run: (unit: Unit, input: T, id: string) => object,
): Route => ({
  method,
  path: new RegExp(`^${path.replace(':id', '([\\w-]+)')}$`),
  prepare: (form, id) => {
    const { expand: paths, rest } = splitExpand(form);
    const input = readParams(schema, rest);
    return (unit) => {
      const body = run(unit, input, id);
      return 'error' in body ? { status: 402, body } : { status: 200, body: expand(unit, body, paths) };
    };
  },
});

/** The first route that fits, and the id in its path. */
export const findRoute = (
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; id: string } => {
  for (const candidate of routes) {
    const match = candidate.method === method ? candidate.path.exec(path) : null;
    if (match) return { route: candidate, id: match[1] ?? '' };
  }
  throw invalid(
    `Unrecognized request URL (${method}: ${path}). The sandbox knows the calls that its README lists.`,
    { status: 404 },
  );
};
