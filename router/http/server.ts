import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '../../kernel/http.ts';
import type { Log } from '../../kernel/log.ts';
import type { Request } from '../../kernel/request.ts';
import { placeOf, traced } from '../../kernel/trace.ts';
import { isMultipart, UPLOAD_MS, uploadFault } from '../../kernel/uploads.ts';
import type { Origin } from '../../kernel/viewer.ts';
import type { Client, ExecuteRequest } from '../operations/executeRequest.ts';
import type { Trust } from '../operations/trustedDocuments.file.ts';
import { type Answer, refusal } from './answer.ts';
import type { Identity } from './auth.ts';
import { type Packed, packer } from './compression.ts';
import { acceptedType, HttpRefusal, type MediaType, readAsk } from './parseRequest.ts';

export type Parts = Readonly<{
  identify(authorization: readonly string[] | undefined): Promise<Identity | null>;
  origin(request: IncomingMessage): Origin;
  trust: Trust;
  executeRequest: ExecuteRequest;
  /** Told of every answer. */
  note(answer: Answer, request: Request, startedAt: number): void;
  log: Log;
}>;

const ROUTER_MS = 8_000;
const PATH = /^\/graphql$/;

/** The graph's address: who asks comes first, then what is asked and whether it is too much, then the answer. */
export const graphqlRoutes = (parts: Parts): Route[] => {
  const pack = packer();
  const answerOne: Route['handle'] = async (request, response) => {
    const startedAt = performance.now();
    const requestContext: Request = {
      id: randomUUID(),
      deadline: Date.now() + (isMultipart(request) ? UPLOAD_MS : ROUTER_MS),
    };
    const type = acceptedType(request);
    const answering = type
      ? answerTo(parts, request, response, requestContext)
      : Promise.reject(notAcceptable());
    const answer = await answering.catch((error: unknown) => refusal(error, parts.log, requestContext.id));
    const packed = await pack(request, answer.text, answer.headers['x-cache'] === 'HIT');
    send(response, answer, packed, type ?? 'application/json', requestContext.id);
    parts.note(answer, requestContext, startedAt);
  };
  const handle: Route['handle'] = (request, response, groups) =>
    traced({ name: 'graphql', kind: 'server', from: placeOf(request.headers) }, () =>
      answerOne(request, response, groups),
    );
  return [
    { method: 'POST', path: PATH, handle },
    { method: 'GET', path: PATH, handle },
  ];
};

const notAcceptable = () =>
  new HttpRefusal(406, 'The Accept header must allow application/json or application/graphql-response+json.');

const answerTo = async (
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  requestContext: Request,
): Promise<Answer> => {
  const { authorization } = request.headers;
  const identity = await parts.identify(
    authorization === undefined ? undefined : request.headersDistinct.authorization,
  );
  const origin = parts.origin(request);
  const viewer: Client = identity ? { ...identity, origin } : { kind: 'guest', origin };
  const answer = await parts.executeRequest(
    parts.trust(await readAsk(request, response)),
    viewer,
    requestContext,
    () => goneOf(response),
  );
  const fault = uploadFault(request);
  if (fault) throw fault;
  return answer;
};

/** Tells when the client has gone before its answer. */
const goneOf = (response: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.once('close', () => response.writableFinished || gone.abort());
  return gone.signal;
};

const send = (
  response: ServerResponse,
  { status, headers }: Answer,
  packed: Packed,
  type: MediaType,
  requestId: string,
): void => {
  const vary = [headers.vary ?? 'origin', 'accept', packed.headers.vary].filter(Boolean).join(', ');
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(packed.body),
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...headers,
    ...packed.headers,
    vary,
  });
  response.end(packed.body);
};
