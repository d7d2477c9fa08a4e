import { setTimeout as wait } from 'node:timers/promises';
import type { Resource } from './lifecycle.ts';
import { codesOf } from './outage.ts';

/** What any Prisma client can do, whatever its models. */
type Client<Tx> = {
  $transaction<T>(work: (tx: Tx) => Promise<T>, options?: { maxWait?: number; timeout?: number }): Promise<T>;
  $queryRaw(query: TemplateStringsArray): PromiseLike<unknown>;
  $disconnect(): Promise<void>;
};

const ATTEMPTS = 4;
const LIMITS = { maxWait: 4_000, timeout: 5_000 };

/** The database as a resource of the process. */
export const databaseResource = <Tx>(db: Client<Tx>): Resource => ({
  name: 'postgresql',
  ready: async () => db.$queryRaw`select 1`,
  close: () => db.$disconnect(),
});

/** Runs work that is whole in itself, a statement or a transaction; where the database asks to try again (deadlock, serialization), it is tried again. */
export const retried = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !wantsRetry(error)) throw error;
      await wait(attempt * 20 * (1 + Math.random()));
    }
  }
};

/** Runs work as one transaction, tried again as the database asks. */
export const transactions =
  <Tx>(db: Client<Tx>) =>
  <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    retried(() => db.$transaction(work, LIMITS));

const RETRIED: ReadonlySet<string> = new Set(['P2034', '40001', '40P01']);
const wantsRetry = (error: unknown): boolean =>
  error instanceof Error && codesOf(error).some((code) => RETRIED.has(code));

/** Whether a unique index refused the write: of Prisma's own statements, and of plain ones. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof Error && codesOf(error).some((code) => code === 'P2002' || code === '23505');
