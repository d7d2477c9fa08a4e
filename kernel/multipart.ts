import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { type AtEnd, readAhead } from './readAhead.ts';

/** What the parser's library knows as too much. */
const tooMuch = (message: string): Error => Object.assign(new Error(message), { status: 413 });

/** For the last file of a request: settles when all that follows it was read, too. */
const remainders = new WeakMap<Readable, Promise<void>>();

/** Waits for the rest of the request behind its last file; throws when the request has a fault there. */
export const restOfRequest = (file: Readable): Promise<void> => remainders.get(file) ?? Promise.resolve();

const ignore = (): void => undefined;

/**
 * The request's body for a parser of `multipart/form-data`. Takes the fields `operations` and `map` and each file of the map once; anything
 * more, or more bytes than `maxBytes`, is a fault of the parser. A disconnect ends the body with an error; the `close` that follows a
 * normal end does not, for the body may still hold bytes that nobody has read.
 */
export const multipartBody = (
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): IncomingMessage => {
  const body = new PassThrough();
  const atEnd = onceClosed(response);
  const pipe: PassThrough['pipe'] = (parser, options) => {
    checkParts(parser as unknown as Writable, response, atEnd);
    checkSize(request, parser as unknown as Writable, maxBytes);
    return PassThrough.prototype.pipe.call(body, parser, options) as typeof parser;
  };
  request.pipe(body);
  request.once('error', ignore);
  request.once('close', () => {
    if (!request.readableEnded) body.destroy();
  });
  response.once('finish', () => discard(request, body));
  return Object.assign(body, { headers: request.headers, pipe }) as unknown as IncomingMessage;
};

/** Runs what it is given when the response is closed, or at once where it is. */
const onceClosed = (response: ServerResponse): AtEnd => {
  const waiting: (() => void)[] = [];
  response.once('close', () => {
    for (const run of waiting) run();
  });
  return (run) => {
    if (response.closed) run();
    else waiting.push(run);
  };
};

/** Reads and drops what the sender still sends, so that it can read the answer. */
const discard = (request: IncomingMessage, body: PassThrough): void => {
  request.unpipe(body);
  request.resume();
  body.destroy();
};

const checkSize = (request: IncomingMessage, parser: Writable, maxBytes: number): void => {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) parser.destroy(tooMuch('the request is too large'));
  });
};

/** Listens to what the parser finds. It may fail twice, and an error that nobody listens to would end the process. */
const checkParts = (parser: Writable, response: ServerResponse, atEnd: AtEnd): void => {
  const expected = new Set<string>();
  const ended = new Promise<void>((resolve, reject) => {
    parser.once('close', resolve).once('error', reject);
  });
  ended.catch(ignore);
  const refuse = (): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
    parser.destroy(tooMuch('more parts than the map names'));
  };
  parser.on('error', ignore);
  parser.on('field', (name: string, value: string) => {
    if (name === 'map') for (const key of keysOf(value)) expected.add(key);
    else if (name !== 'operations') refuse();
  });
  parser.once('fieldsLimit', refuse);
  parser.on('file', (name: string, file: Readable) => {
    if (!expected.delete(name)) refuse();
    else if (expected.size === 0) remainders.set(file, ended);
    else readAhead(file, atEnd);
  });
};

const keysOf = (map: string): string[] => {
  try {
    return Object.keys(JSON.parse(map) as object);
  } catch {
    return [];
  }
};
