import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type CodedError, type ErrorCode, isErrorCode } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { maskedErrors } from '../../kernel/metrics.ts';

/** The maximum number of errors in a response. */
export const MAX_ERRORS = 5;

/** A request that is answered by errors alone, before anything is executed. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: ErrorCode;
  readonly faults: readonly GraphQLError[];
  /** Whether messages may suggest names of the schema, as they may where introspection is allowed. */
  readonly suggests: boolean;
  constructor(code: ErrorCode, faults: readonly GraphQLError[], suggests = false) {
    super(code);
    this.code = code;
    this.faults = faults;
    this.suggests = suggests;
  }
}

const MAX_MESSAGE = 300;
const HINT = /\s*Did you mean .*$/s;

/** A message without hints at names of the schema, and not longer than a person reads. */
const plain = (message: string): string => cut(message.replace(HINT, ''));
const cut = (text: string): string => (text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text);

const codeOf = (error: unknown): unknown =>
  error instanceof GraphQLError ? error.extensions.code : undefined;

/** What a client sees of an error: a code of the table with its message, or that something went wrong and under which id it is in the log. */
export const publicError =
  (log: Log, requestId: string) =>
  (error: unknown): GraphQLFormattedError => {
    const code = codeOf(error);
    if (!(error instanceof GraphQLError) || !isErrorCode(code) || code === 'INTERNAL_SERVER_ERROR')
      return masked(log, requestId, error);
    return { message: plain(error.message), ...placeOf(error), extensions: { code } };
  };

const masked = (log: Log, requestId: string, error: unknown): GraphQLFormattedError => {
  maskedErrors.inc();
  log.error({ err: error, requestId }, 'unexpected error');
  return {
    message: 'Something went wrong on our side.',
    ...(error instanceof GraphQLError ? placeOf(error) : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
};

const placeOf = ({ path, locations }: GraphQLError): Pick<GraphQLFormattedError, 'path' | 'locations'> => {
  const end = path?.indexOf('@') ?? -1;
  const known = end < 0 ? path : path?.slice(0, end);
  return { ...(locations ? { locations } : {}), ...(known?.length ? { path: known } : {}) };
};

/** A literal in the place of a text may be a password without its quotes: it is not repeated. */
const withoutText = (message: string): string =>
  message.replace(/^((?:String|ID) cannot represent a non[\w-]* ?\w* value): .*$/s, '$1.');

/** Faults found before execution, all under the code of the step that found them. */
export const faults = ({ code, faults: errors, suggests }: Refused): GraphQLFormattedError[] =>
  errors.slice(0, MAX_ERRORS).map((error) => ({
    message: withoutText(suggests ? cut(error.message) : plain(error.message)),
    ...placeOf(error),
    extensions: { code },
  }));

export const codedAnswer = ({ code, message }: CodedError, requestId: string): GraphQLFormattedError => ({
  message: plain(message),
  extensions: { code, ...(code === 'INTERNAL_SERVER_ERROR' ? { requestId } : {}) },
});
