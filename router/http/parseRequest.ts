import type { IncomingMessage, ServerResponse } from 'node:http';
import Negotiator from 'negotiator';
import { CodedError, type ErrorCode } from '../../kernel/errors.ts';
import { isMultipart, PASSED_ON, readMultipart } from '../../kernel/uploads.ts';
import { isRecord } from '../subgraphs/subgraphAnswer.ts';

/** The media types of an answer, the first where the client has no preference. */
const TYPES = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof TYPES)[number];

/** UTF-8 is the only encoding of an answer, so a client that names it asks for nothing else. */
const UTF8 = /;\s*charset\s*=\s*(?:"utf-?8"|utf-?8)(?=\s*(?:[;,]|$))/gi;

/**
 * The media type in which a client wants its answer: what GraphQL over HTTP says of `Accept`, with weights and wildcards. Without the
 * header, and where all types are equally good, it is application/json. Null when the client takes none of them.
 */
export const acceptedType = ({ headers }: IncomingMessage): MediaType | null => {
  const accept = headers.accept?.replace(UTF8, '');
  if (accept === undefined || accept.trim() === '') return TYPES[0];
  const [best] = new Negotiator({ headers: { accept } }).mediaTypes([...TYPES]);
  return (best as MediaType | undefined) ?? null;
};

/** A request of a client: GraphQL over HTTP, parsed and checked for its shape. `documentId` is the ID of a trusted document. */
export type Sent = Readonly<{
  method: 'GET' | 'POST';
  query: string | null;
  documentId: string | null;
  operationName: string | null;
  variables: Readonly<Record<string, unknown>>;
  files: boolean;
}>;
/** The same with the text of what is asked. */
export type Ask = Omit<Sent, 'query' | 'documentId'> & Readonly<{ query: string }>;

/** A request that HTTP itself has a status for. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    message: string,
    code: ErrorCode = 'BAD_REQUEST',
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const MAX_BODY = 100_000;
const JSON_TYPE = /^application\/(?:json|graphql-response\+json)\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

const bad = (message: string) => new CodedError('BAD_REQUEST', message);

export const readAsk = async (request: IncomingMessage, response: ServerResponse): Promise<Sent> => {
  if (request.method !== 'POST') {
    refuseForeignGet(request, response);
    return readGet(request);
  }
  if (isMultipart(request)) return readFiles(request, response);
  return readParams('POST', parseJson(await readPost(request)));
};

/** A browser lets a page set such a header for another origin only after a preflight. The names are Apollo Server's. */
const hasPreflightHeader = ({ headers }: IncomingMessage): boolean =>
  Boolean(headers['apollo-require-preflight'] || headers['x-apollo-operation-name']);

const SIMPLE_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(?:;|$)/i;

const JSON_ACCEPTED = /application\/(?:graphql(?:-response)?\+)?json/i;

/**
 * Refuses a GET that a page of another site has a browser send without a preflight. A query changes nothing and carries no cookie, so one
 * without any of the headers is taken where it asks for JSON by name, as GraphQL clients do and links, pictures and forms cannot, and where
 * nothing says that it comes from a foreign page: no `Origin` that CORS refuses, and no `Sec-Fetch-Site` of another site, other than for a
 * fetch that CORS decides on.
 */
const refuseForeignGet = (request: IncomingMessage, response: ServerResponse): void => {
  const {
    'content-type': type,
    origin,
    'sec-fetch-site': site = 'none',
    'sec-fetch-mode': mode,
  } = request.headers;
  const isPreflighted = hasPreflightHeader(request) || (type !== undefined && !SIMPLE_TYPE.test(type));
  const isReadable = origin === undefined || response.hasHeader('access-control-allow-origin');
  const isOwn = site === 'none' || site === 'same-origin' || mode === 'cors';
  const isOfClient = JSON_ACCEPTED.test(request.headers.accept ?? '');
  if (!isPreflighted && (type !== undefined || !isReadable || !isOwn || !isOfClient))
    throw bad(
      'This request could have been sent by a page of another site. Send a non-empty header apollo-require-preflight or x-apollo-operation-name.',
    );
  if (type !== undefined && !JSON_TYPE.test(type))
    throw new HttpRefusal(415, 'A GET request may have no content-type but application/json.');
};

const readGet = (request: IncomingMessage): Sent => {
  const search = new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));
  const json = (name: string) => (search.has(name) ? parseJson(search.get(name) ?? '') : undefined);
  return readParams('GET', {
    query: search.get('query'),
    operationName: search.get('operationName'),
    documentId: search.get('documentId'),
    variables: json('variables'),
    extensions: json('extensions'),
  });
};

const readFiles = async (request: IncomingMessage, response: ServerResponse): Promise<Sent> => {
  if (!hasPreflightHeader(request))
    throw bad(
      'A multipart request needs a non-empty header apollo-require-preflight or x-apollo-operation-name.',
    );
  return { ...readParams('POST', await readMultipart(request, response, PASSED_ON)), files: true };
};

const readPost = async (request: IncomingMessage): Promise<string> => {
  const { headers } = request;
  if (!JSON_TYPE.test(headers['content-type'] ?? ''))
    throw new HttpRefusal(415, 'The content-type must be application/json, in UTF-8.');
  if (headers['content-encoding'] && headers['content-encoding'] !== 'identity')
    throw new HttpRefusal(415, 'The body must not be compressed.');
  if (Number(headers['content-length'] ?? 0) > MAX_BODY) throw tooLarge();
  return readText(request);
};

const tooLarge = () =>
  new HttpRefusal(413, `The body may have at most ${MAX_BODY} bytes.`, 'PAYLOAD_TOO_LARGE', {
    connection: 'close',
  });

/** The body; the connection stays open when it is too large, so that the answer can be read. */
const readText = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', () => reject(bad('The body ended too soon.')));
  });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw bad('The request is not valid JSON.');
  }
};

/** The parameters of a request, whichever way they came. */
const readParams = (method: Sent['method'], params: unknown): Sent => {
  if (Array.isArray(params)) throw bad('Send one operation a request: batches are not taken.');
  if (!isRecord(params)) throw bad('The body must be a JSON object with a query.');
  const { query, operationName, variables, extensions } = params;
  if (extensions != null && !isRecord(extensions)) throw bad('extensions must be an object.');
  if (query != null && typeof query !== 'string') throw bad('query must be a string.');
  if (operationName != null && typeof operationName !== 'string')
    throw bad('operationName must be a string.');
  if (variables != null && !isRecord(variables)) throw bad('variables must be an object.');
  return {
    method,
    query: query || null,
    documentId: idOf(params),
    operationName: operationName || null,
    variables: variables ?? {},
    files: false,
  };
};

/** `documentId`, or the hash by which persisted queries are named. */
const idOf = ({ documentId, extensions }: Readonly<Record<string, unknown>>): string | null => {
  const persisted =
    isRecord(extensions) && isRecord(extensions.persistedQuery) ? extensions.persistedQuery.sha256Hash : null;
  const id = documentId ?? persisted;
  return typeof id === 'string' ? id : null;
};
