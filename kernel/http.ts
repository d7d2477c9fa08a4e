import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError, ERROR_CODES, type ErrorCode } from './errors.ts';

/** One HTTP route beside the graph. `path` is matched whole; its groups are handed on. */
export type Route = Readonly<{
  method: 'GET' | 'POST';
  path: RegExp;
  handle(request: IncomingMessage, response: ServerResponse, groups: readonly string[]): Promise<void>;
}>;

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

export const sendJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
};

/** An answer to a request that got no further, in the shape of a GraphQL answer. */
export const sendError = (
  response: ServerResponse,
  code: ErrorCode,
  message: string,
  extensions: Record<string, unknown> = {},
): void =>
  sendJson(response, ERROR_CODES[code], { errors: [{ message, extensions: { code, ...extensions } }] });

/** The whole body, or `PAYLOAD_TOO_LARGE`. The rest of a body that is too large is discarded instead of cut off, so that the sender can read the answer. */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) break;
    chunks.push(chunk);
  }
  if (size <= maxBytes) return Buffer.concat(chunks);
  request.resume();
  throw new CodedError('PAYLOAD_TOO_LARGE', `The body may have at most ${maxBytes} bytes.`);
};

/** The body as JSON. `BAD_REQUEST` if it is not JSON. */
export const readJson = async (request: IncomingMessage, maxBytes: number): Promise<unknown> => {
  const body = await readBody(request, maxBytes);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new CodedError('BAD_REQUEST', 'The body is not JSON.');
  }
};
