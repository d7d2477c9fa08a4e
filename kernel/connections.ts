import { Pool } from 'undici';

/**
 * How long a connection between processes waits for its next request. A process that stops takes requests for longer than that
 * (STOP_NOTICE_MS), so that it never closes a connection on which one is just being sent.
 */
export const IDLE_MS = 1_000;
export const CONNECT_MS = 1_000;

/** Connections to another process of ours. */
export const connections = (origin: string, options: Pool.Options): Pool =>
  new Pool(origin, {
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    connectTimeout: CONNECT_MS,
    ...options,
  });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Nothing was sent: whatever it was may be sent again. */
const wasNeverSent = (error: unknown): boolean => codeOf(error) === 'ECONNREFUSED';

const DROPPED: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
/** The connection ended without an answer: nobody knows whether it was done. */
const wasDropped = (error: unknown): boolean => DROPPED.has(codeOf(error));

/** Sends once more what found no process, and a query also where its connection was lost: behind a load balancer another one answers. */
export const twice = <T>(isQuery: boolean, send: () => Promise<T>): Promise<T> =>
  send().catch((error: unknown) => {
    if (wasNeverSent(error) || (isQuery && wasDropped(error))) return send();
    throw error;
  });
