import type { Pool } from 'undici';
import { connections, twice } from '../../kernel/connections.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { DEADLINE_HEADER, REQUEST_ID_HEADER, type Request } from '../../kernel/request.ts';
import type { TokenSigner } from '../../kernel/tokens.ts';
import { traced, tracePlace } from '../../kernel/trace.ts';
import { UPLOAD_MS } from '../../kernel/uploads.ts';
import type { Guest, Person } from '../../kernel/viewer.ts';
import { fetches } from '../metrics.ts';
import { readAnswer, type SubgraphAnswer } from './answer.ts';
import { guardOf } from './guard.ts';
import type { Body } from './multipart.ts';

/** On whose behalf subgraphs are asked, and until when; `gone` where nobody else waits for the answer. */
export type Asking = Readonly<{ viewer: Guest | Person; request: Request; gone?: AbortSignal }>;

/** One subgraph as the router reaches it. */
export type Hop = Readonly<{
  name: string;
  origin: string;
  pool: Pool;
  /** Sends an operation; throws when there is no answer of use in time. */
  ask(body: Body, isQuery: boolean, asking: Asking): Promise<SubgraphAnswer>;
}>;

/** A little less than the 5 s in which a client is told that a subgraph does not answer. */
export const HOP_MS = 4_500;
const MAX_ANSWER_BYTES = 10_000_000;
const CONNECTIONS = 128;

export const hopTo = (name: string, address: string, tokens: TokenSigner, log: Log): Hop => {
  const { origin, pathname } = new URL(address);
  const pool = openPool(origin);
  const post = sender(name, pathname, pool, tokens);
  const guard = guardOf(name);

  const once = (body: Body, isQuery: boolean, asking: Asking): Promise<SubgraphAnswer> =>
    inTime(timeFor(body, asking.request), asking.gone, (signal) => {
      const send = () => post(body, asking, signal);
      return typeof body === 'string' ? twice(isQuery, send) : send();
    });
  const ask: Hop['ask'] = async (body, isQuery, asking) => {
    const end = fetches.startTimer({ subgraph: name });
    try {
      const answer = await traced({ name: `fetch ${name}`, kind: 'client' }, () =>
        guard(typeof body !== 'string', () => once(body, isQuery, asking)),
      );
      end({ outcome: 'answered' });
      return answer;
    } catch (error) {
      end({ outcome: 'failed' });
      log.warn({ err: error, subgraph: name, requestId: asking.request.id }, 'a subgraph gave no answer of use');
      throw error;
    }
  };
  return { name, origin, pool, ask };
};

const openPool = (origin: string): Pool =>
  connections(origin, {
    connections: CONNECTIONS,
    headersTimeout: HOP_MS,
    bodyTimeout: HOP_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });

const sender =
  (name: string, path: string, pool: Pool, tokens: TokenSigner) =>
  async (body: Body, { viewer, request }: Asking, signal: AbortSignal): Promise<SubgraphAnswer> => {
    const files = typeof body !== 'string';
    const response = await pool.request({
      method: 'POST',
      path,
      headers: {
        'content-type': files ? body.contentType : 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${await tokens.viewer(viewer, name)}`,
        [DEADLINE_HEADER]: String(files ? request.deadline : Math.min(request.deadline, Date.now() + HOP_MS)),
        [REQUEST_ID_HEADER]: request.id,
        ...tracePlace(),
      },
      body: files ? body.stream : body,
      signal,
      ...(files ? { headersTimeout: UPLOAD_MS } : {}),
    });
    return readAnswer(response.statusCode, response.headers, await response.body.text());
  };

/** The hop's own time, or what is left of the request's; files come as fast as their sender can. */
const timeFor = (body: Body, { deadline }: Request): number =>
  Math.min(typeof body === 'string' ? HOP_MS : UPLOAD_MS, deadline - Date.now());

const inTime = async <T>(ms: number, gone: AbortSignal | undefined, run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const end = new AbortController();
  const leave = (): void => end.abort(new CodedError('SERVICE_UNAVAILABLE', 'Nobody waits for this any more.'));
  const timer = setTimeout(() => end.abort(), Math.max(0, ms));
  gone?.addEventListener('abort', leave, { once: true });
  try {
    return await run(end.signal);
  } finally {
    clearTimeout(timer);
    gone?.removeEventListener('abort', leave);
  }
};
