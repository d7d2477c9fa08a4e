import { randomUUID } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';

export type Part = Readonly<{ name: string; bytes: Uint8Array; fileName?: string }>;
export type Multipart = Readonly<{ operations: unknown; map: unknown; parts: readonly Part[] }>;
export type Encoded = Readonly<{ contentType: string; body: Buffer }>;
export type Sent = Readonly<{ status: number; text: string }>;

const field = (boundary: string, name: string, value: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** A request of the GraphQL multipart request specification as its bytes. */
export const encode = ({ operations, map, parts }: Multipart): Encoded => {
  const boundary = `----test${randomUUID()}`;
  const file = ({ name, bytes, fileName = 'a.png' }: Part): Buffer[] => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    Buffer.from(bytes),
    Buffer.from('\r\n'),
  ];
  const head =
    field(boundary, 'operations', JSON.stringify(operations)) + field(boundary, 'map', JSON.stringify(map));
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), ...parts.flatMap(file), Buffer.from(`--${boundary}--\r\n`)]),
  };
};

type Way = Readonly<{ headers?: Record<string, string>; chunkBytes?: number; chunked?: boolean }>;

const sent = async (answer: IncomingMessage): Promise<Sent> => ({
  status: answer.statusCode ?? 0,
  text: (await answer.setEncoding('utf8').toArray()).join(''),
});

/** Sends it with node:http, at once or in pieces of `chunkBytes`, with a content length or `chunked`. */
export const sendByHttp = (
  url: string,
  { contentType, body }: Encoded,
  { headers = {}, chunkBytes, chunked }: Way = {},
): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const length = chunked ? {} : { 'content-length': body.length };
    const all = { 'content-type': contentType, 'apollo-require-preflight': '1', ...length, ...headers };
    const sending = request(
      `${url}/graphql`,
      { method: 'POST', headers: all },
      (answer) => void sent(answer).then(resolve, reject),
    );
    sending.once('error', reject);
    if (chunkBytes === undefined) return void sending.end(body);
    const next = (at: number): void => {
      if (at >= body.length) return void sending.end();
      const more = sending.write(body.subarray(at, at + chunkBytes));
      if (more) setImmediate(next, at + chunkBytes);
      else sending.once('drain', () => next(at + chunkBytes));
    };
    next(0);
  });
