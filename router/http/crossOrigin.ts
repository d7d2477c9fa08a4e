import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Origin } from '../../kernel/viewer.ts';

const MAX_USER_AGENT = 200;

/** Where a request came from; X-Forwarded-For counts only as far as the shop's own proxies wrote it. */
export const originOf =
  (trustedProxies: number) =>
  (request: IncomingMessage): Origin => {
    const forwarded = trustedProxies === 0 ? [] : String(request.headers['x-forwarded-for'] ?? '').split(',');
    const ip = forwarded.at(-trustedProxies)?.trim() || request.socket.remoteAddress;
    return { ip: ip ?? null, userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null };
  };

const SECURITY: readonly (readonly [string, string])[] = [
  ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
];
/** What Apollo Client, urql, Relay, OpenTelemetry and Sentry send of themselves. Exact names: `*` does not cover `authorization`. */
const ALLOWED_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-apollo-operation-id',
  'apollographql-client-name',
  'apollographql-client-version',
  'graphql-preflight',
  'x-requested-with',
  'x-request-id',
  'traceparent',
  'tracestate',
  'baggage',
  'b3',
  'sentry-trace',
].join(', ');
const EXPOSED_HEADERS = 'x-request-id, retry-after, allow, age, x-cache';
/** A page of this machine, at any port, as development servers serve it. */
const LOCAL_ORIGIN = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;
const PREFLIGHT_SECONDS = '600';

/** Headers that tell a browser what it may do with any answer. */
export const secure = (response: ServerResponse): void => {
  for (const [name, value] of SECURITY) response.setHeader(name, value);
};

/**
 * Lets pages of the allowed origins read answers: those of the list exactly as they stand there, and any local one where `anyLocal` is set,
 * as in development. Answers preflights itself; true when it has answered.
 */
export const crossOrigin = (origins: readonly string[], anyLocal: boolean) => {
  const allowed = new Set(origins);
  const isAllowed = (origin: string): boolean =>
    allowed.has(origin) || (anyLocal && LOCAL_ORIGIN.test(origin));
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { origin } = request.headers;
    response.setHeader('vary', 'origin');
    const open = origin !== undefined && isAllowed(origin);
    if (open) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
    }
    if (request.method !== 'OPTIONS') return false;
    if (open) preflight(response);
    response.writeHead(204, { 'content-length': 0 });
    response.end();
    return true;
  };
};

const preflight = (response: ServerResponse): void => {
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', ALLOWED_HEADERS);
  response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
};
