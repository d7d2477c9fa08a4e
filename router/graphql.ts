import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '../kernel/http.ts';
import type { Log } from '../kernel/log.ts';
import type { Request } from '../kernel/request.ts';
import { isMultipart, UPLOAD_MS } from '../kernel/uploads.ts';
import type { Guest, Origin, Person } from '../kernel/viewer.ts';
import { type Answer, readVariables, refusal, resultAnswer } from './answer.ts';
import { type Ask, HttpRefusal, readAsk } from './ask.ts';
import type { Identity } from './auth.ts';
import type { Gateway } from './gateway.ts';
import type { Prepare } from './operation.ts';

/** One version of the graph with what was prepared for it. */
export type Graph = Gateway & Readonly<{ prepare: Prepare }>;

export type Parts = Readonly<{
  graph(): Graph;
  identify(authorization: readonly string[] | undefined): Promise<Identity | null>;
  origin(request: IncomingMessage): Origin;
  log: Log;
}>;

const ROUTER_MS = 8_000;

/** The graph's address: who asks comes first, then what is asked and whether it is too much, then the answer. */
export const graphqlRoutes = (parts: Parts): Route[] => {
  const handle: Route['handle'] = async (request, response) => {
    const travelling: Request = { id: randomUUID(), deadline: Date.now() + (isMultipart(request) ? UPLOAD_MS : ROUTER_MS) };
    const answer = await respond(parts, request, response, travelling).catch((error: unknown) => refusal(error, parts.log, travelling.id));
    send(response, answer, travelling.id);
  };
  const path = /^\/graphql$/;
  return [
    { method: 'POST', path, handle },
    { method: 'GET', path, handle },
  ];
};

const respond = async (parts: Parts, request: IncomingMessage, response: ServerResponse, travelling: Request): Promise<Answer> => {
  const { authorization } = request.headers;
  const identity = await parts.identify(authorization === undefined ? undefined : request.headersDistinct.authorization);
  const origin = parts.origin(request);
  const viewer: Guest | Person = identity ? { ...identity, origin } : { kind: 'guest', origin };
  return execute(parts, await readAsk(request, response), viewer, travelling);
};

const execute = async ({ graph, log }: Parts, ask: Ask, viewer: Guest | Person, request: Request): Promise<Answer> => {
  const current = graph();
  const operation = current.prepare(ask.query, ask.operationName);
  if (ask.method === 'GET' && operation.kind !== 'query') throw new HttpRefusal(405, 'GET is for queries; send this by POST.');
  operation.cost(readVariables(current, operation, ask));
  const result = await current.execute(operation, ask.variables, { viewer, request, files: ask.files });
  return resultAnswer(result, log, request.id);
};

const send = (response: ServerResponse, { status, text, headers }: Answer, requestId: string): void => {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...headers,
  });
  response.end(text);
};
