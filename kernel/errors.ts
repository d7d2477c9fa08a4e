import { GraphQLError } from 'graphql';

/** Every code that a GraphQL error of the graph may carry, with the HTTP status where it is the answer to the whole request. */
export const ERROR_CODES = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  PERSISTED_QUERY_NOT_SUPPORTED: 400,
  PAYLOAD_TOO_LARGE: 413,
  QUERY_TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_CODES;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);

/** Misuse, missing identity, a limit or an outage: what a client sees in `errors` under a code of the table. Its message is public. */
export class CodedError extends GraphQLError {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, { extensions: { code }, ...(cause instanceof Error ? { originalError: cause } : {}) });
    this.code = code;
  }
}

export const badInput = (message: string) => new CodedError('BAD_USER_INPUT', message);
export const unauthenticated = (message = 'Sign in first: this needs an access token.') =>
  new CodedError('UNAUTHENTICATED', message);
export const forbidden = (message = 'Your role does not allow this.') => new CodedError('FORBIDDEN', message);
export const unavailable = (service: string, cause?: unknown) =>
  new CodedError(
    'SERVICE_UNAVAILABLE',
    `The ${service} service does not answer at the moment; try again.`,
    cause,
  );
