import { createHash } from 'node:crypto';
import { badInput } from './errors.ts';
import { type Outcome, refuse } from './outcome.ts';

const MAX_LENGTH = 255;

/** The key, if it is 1 to 255 visible ASCII characters; otherwise `BAD_USER_INPUT`. */
export const readKey = (key: string): string => {
  if (key.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(key))
    throw badInput(`idempotencyKey must be 1 to ${MAX_LENGTH} visible ASCII characters.`);
  return key;
};

/** A hash of an input, the same whatever the order of its fields. */
export const hashInput = (input: unknown): string =>
  createHash('sha256').update(canonical(input)).digest('hex');

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
    .join(',')}}`;
};

/** Whose key it is: the same key of two callers, or for two operations, is two keys. */
export type Claim = Readonly<{ caller: string; operation: string; key: string; input: unknown }>;

type Sql = {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
  $queryRaw<T>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
};

/**
 * Runs an effect once per claim, in the effect's own transaction: a second call waits for the first and gets its answer.
 * The table is `idempotency_keys (caller, operation, key, input_hash, answer jsonb, created_at)` with the first three as its key.
 * Refusals are not kept, so that what the person puts right can be sent again with the same key.
 */
export const once = async <T>(
  tx: Sql,
  { caller, operation, key, input }: Claim,
  effect: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  const hash = hashInput(input);
  const claimed = await tx.$executeRaw`
    insert into idempotency_keys (caller, operation, key, input_hash) values (${caller}, ${operation}, ${readKey(key)}, ${hash})
    on conflict do nothing`;
  if (claimed === 0) return earlier<T>(tx, { caller, operation, key, input }, hash);
  const outcome = await effect();
  if (outcome.ok) {
    await tx.$executeRaw`update idempotency_keys set answer = ${JSON.stringify(outcome.value)}::jsonb
      where caller = ${caller} and operation = ${operation} and key = ${key}`;
  } else {
    await tx.$executeRaw`delete from idempotency_keys where caller = ${caller} and operation = ${operation} and key = ${key}`;
  }
  return outcome;
};

const earlier = async <T>(tx: Sql, { caller, operation, key }: Claim, hash: string): Promise<Outcome<T>> => {
  const [row] = await tx.$queryRaw<{ input_hash: string; answer: T }[]>`
    select input_hash, answer from idempotency_keys where caller = ${caller} and operation = ${operation} and key = ${key}`;
  if (row?.input_hash !== hash) return reused();
  return { ok: true, value: row.answer };
};

export const reused = () =>
  refuse('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used for another input; make a new one.', [
    'idempotencyKey',
  ]);
