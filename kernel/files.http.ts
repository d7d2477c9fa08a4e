import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type FileStore, typeOfKey } from './files.ts';
import { type Route, sendJson } from './http.ts';

/** Nothing that is served may run, be framed, or be taken for another type. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
} as const;

const IMMUTABLE = 'public, max-age=31536000, immutable';

/** `GET /files/<key>`: public files, kept for ever, since a key's content never changes. There is no listing. */
export const fileRoutes = (store: FileStore): Route[] => [
  {
    method: 'GET',
    path: /^\/files\/([^/]+)$/,
    handle: async (request, response, [key = '']) => {
      await sendFile(store, key, request, response, { 'cache-control': IMMUTABLE });
    },
  },
];

/** Answers with a file, or 404. For files that are not public, check the right first, in a route of your own. */
export const sendFile = async (
  store: FileStore,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> => {
  const etag = `"${key}"`;
  if (typeOfKey(key) === null) return notThere(response);
  if (request.headers['if-none-match'] === etag && headers['cache-control'] === IMMUTABLE) {
    response.writeHead(304, { ...HEADERS, ...headers, etag }).end();
    return;
  }
  const file = await store.get(key);
  if (!file) return notThere(response);
  response.writeHead(200, {
    ...HEADERS,
    'content-type': file.contentType,
    'content-length': file.size,
    etag,
    ...headers,
  });
  await pipeline(file.body, response).catch(() => response.destroy());
};

const notThere = (response: ServerResponse): void =>
  sendJson(response, 404, {
    errors: [{ message: 'There is no such file.', extensions: { code: 'BAD_REQUEST' } }],
  });
