import { z } from 'zod';

const phase = z.enum(['before', 'after']);
const target = {
  method: z.enum(['*', 'GET', 'POST', 'DELETE']).default('*'),
  path: z.string().startsWith('/').default('/**'),
  times: z.int().min(1).max(1_000_000).default(1),
};

/** What a test asks for. `before` and `after` are meant of the call's effect. */
export const switchInput = z.discriminatedUnion('do', [
  z.strictObject({
    ...target,
    do: z.literal('delay'),
    ms: z.int().min(0).max(600_000),
    when: phase.default('before'),
  }),
  z.strictObject({
    ...target,
    do: z.literal('error'),
    status: z.int().min(400).max(599).default(500),
    when: phase.default('before'),
    stored: z.boolean().optional(),
    /** seconds of a Retry-After header */
    retryAfter: z.int().min(0).max(3_600).optional(),
  }),
  z.strictObject({ ...target, do: z.literal('drop'), when: phase.default('before') }),
]);

export type SwitchInput = z.output<typeof switchInput>;
export type Switch = SwitchInput & Readonly<{ id: string }>;

/** Those that this call trips, and what is left of all of them afterwards. */
export const take = (
  all: readonly Switch[],
  method: string,
  path: string,
): { hits: Switch[]; left: Switch[] } => {
  const hits = all.filter((one) => fits(one, method, path));
  const left = all
    .map((one) => (hits.includes(one) ? { ...one, times: one.times - 1 } : one))
    .filter((one) => one.times > 0);
  return { hits, left };
};

/** `*` is one step of a path, `**` is any rest. */
const fits = (one: Switch, method: string, path: string): boolean =>
  (one.method === '*' || one.method === method) && patternOf(one.path).test(path);

const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('**', '\u0000')
      .replaceAll('*', '[^/]+')
      .replaceAll('\u0000', '.*')}$`,
  );

export const delayOf = (hits: readonly Switch[], when: 'before' | 'after'): number =>
  hits.reduce((sum, one) => (one.do === 'delay' && one.when === when ? sum + one.ms : sum), 0);

export const dropOf = (hits: readonly Switch[], when: 'before' | 'after'): boolean =>
  hits.some((one) => one.do === 'drop' && one.when === when);

type ErrorSwitch = Extract<Switch, { do: 'error' }>;

export const errorOf = (hits: readonly Switch[], when: 'before' | 'after'): ErrorSwitch | null =>
  hits.find((one): one is ErrorSwitch => one.do === 'error' && one.when === when) ?? null;

/** Stripe keeps a 500 under the key of its request, and forgets what it refused before it began. */
export const isStored = ({ stored, status }: ErrorSwitch): boolean => stored ?? status >= 500;
