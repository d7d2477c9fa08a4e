import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError, ERROR_CODES, isErrorCode } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Operation } from '../operations/operation.ts';
import { codedAnswer, faults, MAX_ERRORS, publicError, Refused } from './errors.ts';
import { HttpRefusal } from './parseRequest.ts';

/** An HTTP answer in the making. */
export type Answer = Readonly<{
  status: number;
  text: string;
  headers: Readonly<Record<string, string>>;
  about?: About;
}>;
/** What the log says of an answer. */
export type About = Readonly<{ kind: string; name: string | null; errors: number }>;

/** What was executed: partial data with its errors is still an answer of 200. */
export const resultAnswer = (
  result: ExecutionResult,
  { kind, name }: Operation,
  log: Log,
  requestId: string,
): Answer => {
  const errors = (result.errors ?? []).slice(0, MAX_ERRORS).map(publicError(log, requestId));
  if (result.data === undefined) return errorAnswer(errors);
  const text = JSON.stringify(errors.length ? { errors, data: result.data } : { data: result.data });
  return { status: 200, text, headers: {}, about: { kind, name, errors: errors.length } };
};

const errorAnswer = (
  errors: readonly GraphQLFormattedError[],
  status?: number,
  headers: Readonly<Record<string, string>> = {},
): Answer => {
  const code = errors[0]?.extensions?.code;
  return {
    status: status ?? (isErrorCode(code) ? ERROR_CODES[code] : 500),
    text: JSON.stringify({ errors }),
    headers,
  };
};

/** The answer to a request that got no further than to an error. */
export const refusal = (error: unknown, log: Log, requestId: string): Answer => {
  if (error instanceof Refused) return errorAnswer(faults(error));
  if (error instanceof HttpRefusal)
    return errorAnswer(
      [{ message: error.message, extensions: { code: error.code } }],
      error.status,
      error.headers,
    );
  if (error instanceof CodedError) return errorAnswer([codedAnswer(error, requestId)]);
  return errorAnswer([publicError(log, requestId)(error)], error instanceof GraphQLError ? undefined : 500);
};
