import type { Pool } from 'undici';
import { connections, twice } from '../../kernel/connections.ts';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { DEADLINE_HEADER, REQUEST_ID_HEADER, type Request } from '../../kernel/request.ts';
import type { TokenSigner } from '../../kernel/tokens.ts';
import { traced, tracePlace } from '../../kernel/trace.ts';
import { UPLOAD_MS } from '../../kernel/uploads.ts';
import type { Guest, Person } from '../../kernel/viewer.ts';
import type { FindSubgraph } from '../execution/gateway.ts';
import { fetches } from '../metrics.ts';
import { circuitBreakerFor } from './circuitBreaker.ts';
import type { Body } from './multipart.ts';
import { post } from './post.http.ts';
import { readAnswer, type SubgraphAnswer } from './subgraphAnswer.ts';

/** The router's ways to all subgraphs, one each, kept over changes of the supergraph. */
export type SubgraphClients = Resource &
  Readonly<{ find: FindSubgraph; byName(name: string): Subgraph | undefined }>;

export const subgraphClients = (open: (name: string, address: string) => Subgraph): SubgraphClients => {
  const known = new Map<string, Subgraph & { address: string }>();
  const find: FindSubgraph = (name, address) => {
    const kept = known.get(name);
    if (kept?.address === address) return kept;
    const fresh = { ...open(name, address), address };
    known.set(name, fresh);
    if (kept) void kept.close();
    return fresh;
  };
  return {
    name: 'subgraphs',
    find,
    byName: (name) => known.get(name),
    ready: async () => undefined,
    close: () => Promise.all([...known.values()].map((subgraph) => subgraph.close())),
  };
};

/** On whose behalf subgraphs are asked, and until when; `gone` where nobody else waits for the answer; `fetchMs` is what a fetch may take, HOP_MS without. */
export type RequestContext = Readonly<{
  viewer: Guest | Person;
  request: Request;
  gone?: AbortSignal;
  fetchMs?: number;
}>;

/** One subgraph as the router reaches it. */
export type Subgraph = Readonly<{
  name: string;
  origin: string;
  pool: Pool;
  /** Sends an operation; throws when there is no answer of use in time. */
  ask(body: Body, isQuery: boolean, context: RequestContext): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}>;

/** A little less than the 5 s after which a client gets an error that a subgraph does not answer. */
export const HOP_MS = 4_500;
const MAX_ANSWER_BYTES = 10_000_000;
const CONNECTIONS = 128;

export const subgraphAt = (name: string, address: string, tokens: TokenSigner, log: Log): Subgraph => {
  const url = new URL(address);
  const pool = openPool(url.origin);
  const headers = headersOf(name, tokens);
  const postText = textSender(url, pool, headers);
  const postFiles = fileSender(url, pool, headers);
  const protect = circuitBreakerFor(name);

  const ask: Subgraph['ask'] = async (body, isQuery, context) => {
    const startedAt = performance.now();
    const tell = (outcome: string): void =>
      fetches.observe({ subgraph: name, outcome }, (performance.now() - startedAt) / 1000);
    const send = (): Promise<SubgraphAnswer> =>
      typeof body === 'string'
        ? protect((context.fetchMs ?? HOP_MS) > HOP_MS, () => twice(isQuery, () => postText(body, context)))
        : protect(true, () => postFiles(body, context));
    try {
      const answer = await traced({ name: `fetch ${name}`, kind: 'client' }, send);
      tell('answered');
      return answer;
    } catch (error) {
      tell('failed');
      log.warn(
        { err: error, subgraph: name, requestId: context.request.id },
        'a subgraph gave no answer of use',
      );
      throw error;
    }
  };
  return { name, origin: url.origin, pool, ask, close: () => pool.close() };
};

const openPool = (origin: string): Pool =>
  connections(origin, {
    connections: CONNECTIONS,
    headersTimeout: HOP_MS,
    bodyTimeout: HOP_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });

type Headers = Readonly<Record<string, string | undefined>>;
type HeadersFor = (context: RequestContext, deadline: number) => Promise<Headers>;

const headersOf =
  (name: string, tokens: TokenSigner): HeadersFor =>
  async ({ viewer, request }, deadline) => ({
    accept: 'application/json',
    authorization: `Bearer ${await tokens.viewer(viewer, name)}`,
    [DEADLINE_HEADER]: String(deadline),
    [REQUEST_ID_HEADER]: request.id,
    ...tracePlace(),
  });

const textSender =
  ({ pathname: path }: URL, pool: Pool, headersFor: HeadersFor) =>
  async (body: string, context: RequestContext): Promise<SubgraphAnswer> => {
    const deadline = Math.min(context.request.deadline, Date.now() + (context.fetchMs ?? HOP_MS));
    const headers = { 'content-type': 'application/json', ...(await headersFor(context, deadline)) };
    return readAnswer(
      await post(pool, { path, headers, body, ms: deadline - Date.now(), gone: context.gone }),
    );
  };

/** Files come as fast as their sender can. */
const fileSender =
  ({ pathname: path }: URL, pool: Pool, headersFor: HeadersFor) =>
  async (
    { contentType, stream }: Exclude<Body, string>,
    context: RequestContext,
  ): Promise<SubgraphAnswer> => {
    const left = AbortSignal.timeout(Math.max(0, Math.min(UPLOAD_MS, context.request.deadline - Date.now())));
    const response = await pool.request({
      method: 'POST',
      path,
      headers: { ...(await headersFor(context, context.request.deadline)), 'content-type': contentType },
      body: stream,
      signal: context.gone ? AbortSignal.any([left, context.gone]) : left,
      headersTimeout: UPLOAD_MS,
    });
    const { 'content-type': type, 'cache-control': cacheControl } = response.headers;
    return readAnswer({
      status: response.statusCode,
      contentType: String(type),
      cacheControl: typeof cacheControl === 'string' ? cacheControl : null,
      text: await response.body.text(),
    });
  };
