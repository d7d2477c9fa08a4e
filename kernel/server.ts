import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { ServiceEnv } from './env.ts';
import { CodedError, isErrorCode } from './errors.ts';
import { type Context, graphqlServer } from './graphql.ts';
import { type Route, readJson, sendError, sendJson } from './http.ts';
import { type Health, listen, notReady, type Resource, type Running } from './lifecycle.ts';
import type { Log } from './log.ts';
import { requestSeconds, requestsInFlight, startMetrics } from './metrics.ts';
import { isOutage } from './outage.ts';
import { type Request, readRequest, withRequest } from './request.ts';
import { checkOwnKey } from './serviceKeys.ts';
import { longestOf, readTimeouts } from './timeouts.ts';
import { tokenReader } from './tokens.ts';
import { placeOf, traced } from './trace.ts';
import { isMultipart, readMultipart, UPLOAD_MS } from './uploads.ts';
import type { Viewer } from './viewer.ts';

export type Subgraph<Loaders> = Readonly<{
  name: string;
  env: ServiceEnv;
  typeDefs: string;
  resolvers: object;
  /** Made anew for each request, so that nothing of one viewer is ever shown to another. */
  loaders(viewer: Viewer): Loaders;
  /** Closed in this order at the end. */
  resources: readonly Resource[];
  /** HTTP beside the graph; these are public, each checks its own caller. */
  routes?: readonly Route[];
}>;

const BUDGET_MS = 5_000;
const UPLOADS = { budgetMs: UPLOAD_MS, mostMs: UPLOAD_MS };
const MAX_BODY = 1_000_000;

/** A subgraph's HTTP server: token first, then parsing. */
export const startServer = async <Loaders>(subgraph: Subgraph<Loaders>, log: Log): Promise<Running> => {
  const { env, typeDefs, resolvers, resources } = subgraph;
  checkOwnKey(subgraph.name, env);
  const health: Health = { draining: false };
  const apollo = graphqlServer<Context<Loaders>>(typeDefs, resolvers, log, env.NODE_ENV !== 'production');
  await apollo.start();
  startMetrics(subgraph.name);
  const routes = [...operational(health, resources), ...(subgraph.routes ?? []), graph(subgraph, apollo)];
  return listen(
    env,
    log,
    health,
    (request, response) => void dispatch(routes, request, response, log),
    resources,
  );
};

/** What operators and orchestrators ask. */
export const operational = (health: Health, resources: readonly Resource[]): Route[] => [
  {
    method: 'GET',
    path: /^\/livez$/,
    handle: async (_, response) => sendJson(response, 200, { status: 'live' }),
  },
  {
    method: 'GET',
    path: /^\/readyz$/,
    handle: async (_, response) => {
      const missing = health.draining ? ['draining'] : await notReady(resources);
      sendJson(
        response,
        missing.length ? 503 : 200,
        missing.length ? { status: 'not ready', missing } : { status: 'ready' },
      );
    },
  },
];

const graph = <Loaders>(subgraph: Subgraph<Loaders>, apollo: ApolloServer<Context<Loaders>>): Route => {
  const mostMs = longestOf(readTimeouts(subgraph.typeDefs), BUDGET_MS);
  const readToken = tokenReader(subgraph.env.SERVICE_PUBLIC_KEYS, subgraph.name);
  return {
    method: 'POST',
    path: /^\/graphql$/,
    handle: async (request, response) => {
      const viewer = await readToken(request.headers.authorization);
      const context = { viewer, loaders: subgraph.loaders(viewer) };
      const files = isMultipart(request);
      const body = await (files ? readMultipart(request, response) : readJson(request, MAX_BODY));
      const travelling = readRequest(
        request.headers,
        files ? UPLOADS : { budgetMs: BUDGET_MS, mostMs },
        Date.now(),
      );
      const span = {
        name: `graphql ${subgraph.name}`,
        kind: 'server',
        from: placeOf(request.headers),
      } as const;
      const run = () => answerInTime(travelling, execute(apollo, context, body), response);
      await withRequest(travelling, () => traced(span, run));
    },
  };
};

const execute = async <Loaders>(
  apollo: ApolloServer<Context<Loaders>>,
  context: Context<Loaders>,
  body: unknown,
) => {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: async () => context,
  });
  return {
    status: answer.status ?? 200,
    headers: answer.headers,
    text: answer.body.kind === 'complete' ? answer.body.string : '',
  };
};

type Answer = Awaited<ReturnType<typeof execute>>;

/** A committed effect is not undone by a late answer; the caller asks again with its key. */
const answerInTime = async (
  { deadline }: Request,
  work: Promise<Answer>,
  response: ServerResponse,
): Promise<void> => {
  const late = new AbortController();
  const timeout = wait(Math.max(0, deadline - Date.now()), null, { signal: late.signal }).catch(() => null);
  const answer = await Promise.race([work, timeout]);
  late.abort();
  work.catch(() => undefined);
  if (answer) sendJson(response, answer.status, answer.text, Object.fromEntries(answer.headers));
  else sendError(response, 'SERVICE_UNAVAILABLE', 'This took too long; ask again.');
};

/** Finds the route, answers, and turns what is thrown into a coded JSON answer. */
export const dispatch = async (
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> => {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  /** Node itself leaves the body out of an answer to HEAD. */
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = routes.find((candidate) => candidate.method === method && candidate.path.test(path));
  const end = requestSeconds.startTimer({ route: route?.path.source ?? 'none' });
  requestsInFlight.inc();
  response.once('close', () => {
    requestsInFlight.dec();
    end({ status: String(response.statusCode) });
  });
  try {
    if (route) await route.handle(request, response, route.path.exec(path)?.slice(1) ?? []);
    else
      refuse(
        response,
        routes.filter((candidate) => candidate.path.test(path)),
      );
  } catch (error) {
    answerError(error, response, log);
  }
};

const refuse = (response: ServerResponse, here: readonly Route[]): void => {
  const allow = here.map(({ method }) => (method === 'GET' ? 'GET, HEAD' : method)).join(', ');
  const message = allow ? `This takes ${allow}.` : 'There is nothing here.';
  sendJson(
    response,
    allow ? 405 : 404,
    { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] },
    allow ? { allow } : {},
  );
};

const answerError = (error: unknown, response: ServerResponse, log: Log): void => {
  if (response.headersSent) {
    response.destroy();
  } else if (error instanceof CodedError && isErrorCode(error.code)) {
    sendError(response, error.code, error.message);
  } else if (isOutage(error)) {
    log.warn({ err: error }, 'a store or a service does not answer');
    sendError(
      response,
      'SERVICE_UNAVAILABLE',
      'A part of the shop does not answer at the moment; try again.',
    );
  } else {
    log.error({ err: error }, 'unexpected error');
    sendError(response, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  }
};
