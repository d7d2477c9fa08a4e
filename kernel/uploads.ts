import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLScalarType } from 'graphql';
import { type FileUpload, processRequest, Upload } from 'graphql-upload-minimal';
import { badInput, CodedError } from './errors.ts';
import { multipartBody, restOfRequest } from './multipart.ts';
import { bytesFrom } from './readAhead.ts';

/** A file that is being sent. It can be read once; the part that is not read is discarded. Its name and type are claims of the sender. */
export type UploadedFile = Readonly<{ name: string; claimedType: string; bytes: AsyncIterable<Uint8Array> }>;

/** What a resolver is given for an argument of the scalar Upload. */
export type UploadInput = Promise<UploadedFile>;

/** How long a request with files may take. */
export const UPLOAD_MS = 120_000;
/** Above what any use case takes, so that a use case says itself that a file is too large. */
const MAX_FILE = 12_000_000;
/** The router passes one byte more on, so that the subgraph sees for itself that there was more. */
export const PASSED_ON = MAX_FILE + 1;
const MAX_FILES = 10;
const MAX_OPERATIONS = 100_000;
/** All files of a request, and the fields around them. */
const MAX_REQUEST = MAX_FILES * MAX_FILE + 1_000_000;

export const isMultipart = ({ headers }: IncomingMessage): boolean =>
  /^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '');

/** What made a request's files unreadable, by request. */
const faults = new WeakMap<IncomingMessage, CodedError>();
/** The request that a file belongs to. */
const requests = new WeakMap<Upload, IncomingMessage>();

/** The fault of a multipart request that was found while its files were read; null if there is none. */
export const uploadFault = (request: IncomingMessage): CodedError | null => faults.get(request) ?? null;

/**
 * Reads the operation of a multipart request. Its variables hold the files, which are still on their way.
 *
 * Refuses with BAD_REQUEST (not the GraphQL multipart request specification) or PAYLOAD_TOO_LARGE (too many files, too many bytes).
 */
export const readMultipart = async (
  request: IncomingMessage,
  response: ServerResponse,
  maxFileSize = MAX_FILE,
): Promise<unknown> => {
  const body = multipartBody(request, response, MAX_REQUEST);
  const limits = { maxFieldSize: MAX_OPERATIONS, maxFileSize, maxFiles: MAX_FILES };
  const operations = await processRequest(body, response, limits).catch((error: unknown) => {
    throw refused(error);
  });
  for (const upload of filesIn(operations)) requests.set(upload, request);
  return operations;
};

/** The files in a value, each once; the value may be nested as deeply as its sender likes. */
export const filesIn = (value: unknown): Set<Upload> => {
  const found = new Set<Upload>();
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (isUpload(next)) found.add(next);
    else if (next !== null && typeof next === 'object')
      for (const inner of Object.values(next)) waiting.push(inner);
  }
  return found;
};

const refused = (error: unknown): CodedError => {
  if (error instanceof Error && 'status' in error && error.status === 413)
    return new CodedError(
      'PAYLOAD_TOO_LARGE',
      `The request has more than ${MAX_FILES} files, too many parts, or too large an operation.`,
    );
  return new CodedError(
    'BAD_REQUEST',
    'The request does not follow the GraphQL multipart request specification, or ended too soon.',
  );
};

export const isUpload = (value: unknown): value is Upload => value instanceof Upload;

/**
 * The file, once its turn in the request has come. Files come one after the other: read one before waiting for the next.
 * What is too large is refused when it has been read so far, or ends there: code that passes it on leaves the refusal to the reader.
 */
export const uploadedFile = (upload: Upload, tooLarge: 'refuse' | 'cut' = 'refuse'): UploadInput => {
  const fault = faultOf(upload);
  const described = (file: FileUpload): UploadedFile => ({
    name: file.filename,
    claimedType: file.mimetype,
    bytes: bytesOf(file, tooLarge, fault),
  });
  const file = upload.promise.then(described, (error: unknown) => {
    throw fault(error);
  });
  file.catch(ignore);
  return file;
};
const ignore = (): void => undefined;

/** The coded error of a file that cannot be read; it is remembered as its request's. */
const faultOf = (upload: Upload) => {
  const request = requests.get(upload);
  return (error: unknown): CodedError => {
    const fault = refused(error);
    if (request && !faults.has(request)) faults.set(request, fault);
    return fault;
  };
};

const bytesOf = async function* (
  file: FileUpload,
  tooLarge: 'refuse' | 'cut',
  fault: (error: unknown) => CodedError,
): AsyncGenerator<Uint8Array> {
  const stream = open(file, fault);
  try {
    for await (const chunk of bytesFrom(stream)) yield chunk;
    await restOfRequest(stream);
  } catch (error) {
    throw fault(error);
  } finally {
    stream.resume();
  }
  if (tooLarge === 'refuse' && 'truncated' in stream && stream.truncated)
    throw new CodedError('PAYLOAD_TOO_LARGE', 'The file is too large.');
};

const opened = new WeakSet<FileUpload>();

const open = (
  file: FileUpload,
  fault: (error: unknown) => CodedError,
): ReturnType<FileUpload['createReadStream']> => {
  if (opened.has(file)) throw badInput('A file can be used once in a request.');
  opened.add(file);
  try {
    return file.createReadStream();
  } catch (error) {
    throw fault(error);
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
