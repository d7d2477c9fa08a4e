import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { sendJson } from './http.ts';
import { isMultipart, UPLOAD_MS } from './uploads.ts';

/** How long a client may take, in milliseconds. */
export type Patience = Readonly<{
  /** For the headers of a request. */
  headersMs: number;
  /** For a body without files. */
  bodyMs: number;
  /** For a body with files. */
  uploadMs: number;
  /** In each of these a body must bring at least `MIN_BYTES_PER_SECOND`, as long as the process reads it. */
  windowMs: number;
  /** For reading an answer, from when all of it was written. */
  answerMs: number;
  /** How often this is looked at. */
  lookMs: number;
}>;

const BODY_MS = 15_000;
const HEADERS_MS = 10_000;
const LOOK_MS = 1_000;
const ANSWER_BODIES = 4;
const MIN_BYTES_PER_SECOND = 500;

export const patience = (bodyMs: number = BODY_MS): Patience => ({
  headersMs: Math.min(HEADERS_MS, bodyMs),
  bodyMs,
  uploadMs: UPLOAD_MS,
  windowMs: Math.min(HEADERS_MS, bodyMs),
  answerMs: ANSWER_BODIES * bodyMs,
  lookMs: Math.min(LOOK_MS, bodyMs),
});

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly deadline: number;
  window: Readonly<{ startedAt: number; bytes: number }>;
  answeredAt: number | null;
};

/**
 * Ends requests whose body comes too late or too slowly with 408, and connections whose client does not read its answer. Answers a function
 * that takes each request; what that returns is called when the response is closed. One timer looks at all of them, until the server closes.
 */
export const endSlowClients = (server: Server, allowed: Patience) => {
  const exchanges = new Set<Exchange>();
  const look = (): void => {
    for (const exchange of exchanges) check(exchange, allowed, Date.now());
  };
  const timer = setInterval(look, allowed.lookMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
  return (request: IncomingMessage, response: ServerResponse): (() => void) => {
    const exchange = begin(request, response, allowed, Date.now());
    exchanges.add(exchange);
    const forget = (): void => void exchanges.delete(exchange);
    return () => {
      if (request.complete || request.destroyed) forget();
      else request.once('close', forget);
    };
  };
};

const begin = (
  request: IncomingMessage,
  response: ServerResponse,
  allowed: Patience,
  now: number,
): Exchange => ({
  request,
  response,
  deadline: now + (isMultipart(request) ? allowed.uploadMs : allowed.bodyMs),
  window: { startedAt: now, bytes: request.socket.bytesRead },
  answeredAt: null,
});

const check = (exchange: Exchange, allowed: Patience, now: number): void => {
  const { request, response } = exchange;
  if (response.writableEnded) exchange.answeredAt ??= now;
  const sinceAnswer = exchange.answeredAt === null ? 0 : now - exchange.answeredAt;
  const isReceiving = !request.complete && !request.destroyed;
  const isUnread = !response.closed && sinceAnswer > allowed.answerMs;
  const isUnwanted = isReceiving && sinceAnswer > allowed.bodyMs;
  if (isUnread || isUnwanted) request.socket.destroy();
  else if (isReceiving && exchange.answeredAt === null && isSlow(exchange, allowed, now)) refuse(exchange);
};

/** A body that waits in the process for its reader is not its sender's delay. */
const isSlow = (exchange: Exchange, { windowMs }: Patience, now: number): boolean => {
  if (now > exchange.deadline) return true;
  const { startedAt, bytes } = exchange.window;
  if (now - startedAt < windowMs) return false;
  const read = exchange.request.socket.bytesRead;
  const isTooLittle = ((read - bytes) * 1_000) / (now - startedAt) < MIN_BYTES_PER_SECOND;
  exchange.window = { startedAt: now, bytes: read };
  return isTooLittle && exchange.request.readableLength === 0;
};

const refuse = ({ request, response }: Exchange): void => {
  const { socket } = request;
  if (response.headersSent) return void socket.destroy();
  response.once('finish', () => socket.destroySoon());
  const error = {
    message: 'The request did not arrive in time: send it again.',
    extensions: { code: 'BAD_REQUEST' },
  };
  sendJson(response, 408, { errors: [error] }, { connection: 'close' });
};
