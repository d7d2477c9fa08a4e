import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What travels with a request through all processes: its id for logs and answers, and until when an answer is of use (epoch ms). */
export type Request = Readonly<{ id: string; deadline: number }>;

export const REQUEST_ID_HEADER = 'x-request-id';
export const DEADLINE_HEADER = 'x-deadline';

const requests = new AsyncLocalStorage<Request>();

/** The request that is being answered; null in jobs and at start. */
export const currentRequest = (): Request | null => requests.getStore() ?? null;

export const withRequest = <T>(request: Request, run: () => T): T => requests.run(request, run);

/**
 * Reads what a caller with a valid token sent along. Without a deadline of the caller's the request may take `budgetMs`; no deadline
 * is later than `mostMs`.
 */
export const readRequest = (
  headers: { [name: string]: string | string[] | undefined },
  { budgetMs, mostMs }: Readonly<{ budgetMs: number; mostMs: number }>,
  now: number,
): Request => {
  const id = headers[REQUEST_ID_HEADER];
  const deadline = Number(headers[DEADLINE_HEADER]);
  return {
    id: typeof id === 'string' && /^[\w-]{8,64}$/.test(id) ? id : randomUUID(),
    deadline: Number.isFinite(deadline) && deadline > 0 ? Math.min(now + mostMs, deadline) : now + budgetMs,
  };
};
