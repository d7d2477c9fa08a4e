import { Pool } from 'undici';
import type { Log } from '../../kernel/log.ts';
import { isOutage } from '../../kernel/outage.ts';
import { DEADLINE_HEADER, REQUEST_ID_HEADER, type Request } from '../../kernel/request.ts';
import type { TokenSigner } from '../../kernel/tokens.ts';
import type { Guest, Person } from '../../kernel/viewer.ts';
import { readAnswer, type SubgraphAnswer } from './answer.ts';

/** On whose behalf subgraphs are asked, and until when. */
export type Asking = Readonly<{ viewer: Guest | Person; request: Request }>;

/** One subgraph as the router reaches it. */
export type Hop = Readonly<{
  name: string;
  origin: string;
  pool: Pool;
  /** Sends an operation; throws when there is no answer of use in time. */
  ask(body: string, again: boolean, asking: Asking): Promise<SubgraphAnswer>;
}>;

/** A little less than the 5 s in which a client is told that a subgraph does not answer. */
export const HOP_MS = 4_800;
const MAX_ANSWER_BYTES = 10_000_000;
const CONNECTIONS = 128;

export const hopTo = (name: string, address: string, tokens: TokenSigner, log: Log): Hop => {
  const { origin, pathname } = new URL(address);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    keepAliveTimeout: 60_000,
    connectTimeout: 1_000,
    headersTimeout: HOP_MS,
    bodyTimeout: HOP_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });

  const post = async (body: string, { viewer, request }: Asking, signal: AbortSignal): Promise<SubgraphAnswer> => {
    const response = await pool.request({
      method: 'POST',
      path: pathname,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${await tokens.viewer(viewer, name)}`,
        [DEADLINE_HEADER]: String(Math.min(request.deadline, Date.now() + HOP_MS)),
        [REQUEST_ID_HEADER]: request.id,
      },
      body,
      signal,
    });
    return readAnswer(response.statusCode, response.headers, await response.body.text());
  };

  const ask: Hop['ask'] = (body, again, asking) =>
    inTime(asking.request.deadline, (signal) =>
      post(body, asking, signal).catch((error: unknown) => {
        log.warn({ err: error, subgraph: name, requestId: asking.request.id }, 'a subgraph gave no answer of use');
        if (again && wasDropped(error)) return post(body, asking, signal);
        throw error;
      }),
    );
  return { name, origin, pool, ask };
};

/** Runs until the hop's own time or the request's deadline is over. */
const inTime = async <T>(deadline: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), Math.max(0, Math.min(HOP_MS, deadline - Date.now())));
  try {
    return await run(late.signal);
  } finally {
    clearTimeout(timer);
  }
};

const DROPPED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNREFUSED']);
const wasDropped = (error: unknown): boolean =>
  isOutage(error) && error instanceof Error && 'code' in error && DROPPED.has(String(error.code));
