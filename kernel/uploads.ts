import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Writable } from 'node:stream';
import { GraphQLScalarType } from 'graphql';
import { type FileUpload, processRequest, Upload } from 'graphql-upload-minimal';
import { badInput, CodedError } from './errors.ts';

/** A file that is being sent. It can be read once; what is not read of it is let go. Its name and type are the sender's words. */
export type UploadedFile = Readonly<{ name: string; claimedType: string; bytes: AsyncIterable<Uint8Array> }>;

/** What a resolver is given for an argument of the scalar Upload. */
export type UploadInput = Promise<UploadedFile>;

/** How long a request with files may take. */
export const UPLOAD_MS = 55_000;
/** Above what any use case takes, so that a use case says itself that a file is too large. */
const MAX_FILE = 12_000_000;
/** The router passes one byte more on, so that the subgraph sees for itself that there was more. */
export const PASSED_ON = MAX_FILE + 1;
const MAX_FILES = 10;
const MAX_OPERATIONS = 100_000;

export const isMultipart = ({ headers }: IncomingMessage): boolean => /^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '');

/** The operation of a multipart request, its variables holding the files, which are still on their way. */
export const readMultipart = async (request: IncomingMessage, response: ServerResponse, maxFileSize = MAX_FILE): Promise<unknown> => {
  const body = guarded(request, () => response.headersSent || response.setHeader('connection', 'close'));
  response.once('finish', () => letGo(request, body));
  return processRequest(body, response, { maxFieldSize: MAX_OPERATIONS, maxFileSize, maxFiles: MAX_FILES }).catch((error: unknown) => {
    throw refused(error);
  });
};

/**
 * The request's body. A request closes after its normal end too, while its last bytes still wait to be parsed: only one that is not
 * complete was disconnected. Its parser may fail twice, and an error of a stream that nobody listens to would end the process.
 */
const guarded = (request: IncomingMessage, onTooMany: () => void): IncomingMessage => {
  const body = new PassThrough();
  const pipe: PassThrough['pipe'] = (parser, options) =>
    PassThrough.prototype.pipe.call(
      body,
      limitParts(parser.on('error', ignore) as unknown as Writable, onTooMany),
      options,
    ) as unknown as typeof parser;
  request.pipe(body);
  request.once('close', () => request.complete || body.destroy());
  return Object.assign(body, { headers: request.headers, pipe }) as unknown as IncomingMessage;
};
const ignore = (): void => undefined;

/**
 * Ends the parsing of a request that has more fields than `operations` and `map`, or more files than its `map` names. The operation may
 * have had its files by then: it gets its answer, and what else the sender sends is not read.
 */
const limitParts = (parser: Writable, onTooMany: () => void): Writable => {
  let files = 0;
  let expected = MAX_FILES;
  const refuse = (): void => {
    onTooMany();
    parser.destroy(Object.assign(new Error('too many parts'), { status: 413 }));
  };
  return parser
    .on('field', (name: string, value: string) => {
      if (name === 'map') expected = Math.min(expected, countKeys(value));
    })
    .on('file', () => ++files > expected && refuse())
    .once('fieldsLimit', refuse);
};

/** The number of files that a map names; the parser itself refuses what is no JSON object. */
const countKeys = (json: string): number => {
  try {
    return Object.keys(JSON.parse(json) as object).length;
  } catch {
    return 0;
  }
};

/** What the sender still sends is read and forgotten, so that it can read the answer. */
const letGo = (request: IncomingMessage, body: IncomingMessage): void => {
  request.unpipe();
  request.resume();
  body.destroy();
};

const refused = (error: unknown): CodedError => {
  const status = error instanceof Error && 'status' in error ? error.status : null;
  if (status === 413) return new CodedError('PAYLOAD_TOO_LARGE', 'The request has too many files, or too large an operation.');
  return new CodedError('BAD_REQUEST', 'The request does not follow the GraphQL multipart request specification, or ended too soon.');
};

export const isUpload = (value: unknown): value is Upload => value instanceof Upload;

/**
 * The file, once its turn in the request has come. Files come one after the other: read one before waiting for the next.
 * What is too large is refused when it has been read so far, or ends there: whoever passes it on leaves the refusal to the reader.
 */
export const uploadedFile = (upload: Upload, tooLarge: 'refuse' | 'cut' = 'refuse'): UploadInput => {
  const described = (file: FileUpload): UploadedFile => ({
    name: file.filename,
    claimedType: file.mimetype,
    bytes: bytesOf(file, tooLarge),
  });
  const file = upload.promise.then(described, (error: unknown) => {
    throw refused(error);
  });
  file.catch(ignore);
  return file;
};

const bytesOf = async function* (file: FileUpload, tooLarge: 'refuse' | 'cut'): AsyncGenerator<Uint8Array> {
  const stream = open(file);
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
  } catch (error) {
    throw refused(error);
  } finally {
    stream.resume();
  }
  if (tooLarge === 'refuse' && 'truncated' in stream && stream.truncated)
    throw new CodedError('PAYLOAD_TOO_LARGE', 'The file is too large.');
};

const open = (file: FileUpload): ReturnType<FileUpload['createReadStream']> => {
  try {
    return file.createReadStream();
  } catch (error) {
    if (error instanceof Error && 'status' in error) throw refused(error);
    throw badInput('A file can be used once in a request.');
  }
};

const notAFile = () => badInput('Upload: a file of a GraphQL multipart request.');

/** The scalar of files: resolvers are given a promise of the file. */
export const uploadScalar = new GraphQLScalarType({
  name: 'Upload',
  parseValue: (value) => {
    if (isUpload(value)) return uploadedFile(value);
    throw notAFile();
  },
  parseLiteral: () => {
    throw notAFile();
  },
  serialize: () => {
    throw notAFile();
  },
});
