import { type Route, sendJson } from '../../../kernel/http.ts';
import type { Ports } from '../ports.ts';
import { published } from './signingKey.ts';

/** The public keys of access tokens (RFC 7517). Requires no authentication. */
export const jwksRoute = ({ signingKeys, now }: Pick<Ports, 'signingKeys' | 'now'>): Route => ({
  method: 'GET',
  path: /^\/\.well-known\/jwks\.json$/,
  handle: async (_, response) =>
    sendJson(response, 200, published(await signingKeys.list(), now()), {
      'cache-control': 'public, max-age=60',
    }),
});
