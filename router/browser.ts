import type { IncomingMessage, ServerResponse } from 'node:http';

const SECURITY: readonly (readonly [string, string])[] = [
  ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
];
const ASKED_HEADERS = 'authorization, content-type, apollo-require-preflight, x-apollo-operation-name';
const SHOWN_HEADERS = 'x-request-id, retry-after, age, x-cache';
const PREFLIGHT_SECONDS = '600';

/** Headers that tell a browser what it may do with any answer. */
export const secure = (response: ServerResponse): void => {
  for (const [name, value] of SECURITY) response.setHeader(name, value);
};

/** Opens answers to pages of the allowed origins, exactly as listed; answers preflights itself and then says so. */
export const crossOrigin = (origins: readonly string[]) => {
  const allowed = new Set(origins);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { origin } = request.headers;
    response.setHeader('vary', 'origin');
    const open = origin !== undefined && allowed.has(origin);
    if (open) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', SHOWN_HEADERS);
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
  response.setHeader('access-control-allow-headers', ASKED_HEADERS);
  response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
};
