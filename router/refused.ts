import type { GraphQLError } from 'graphql';
import type { ErrorCode } from '../kernel/errors.ts';

/** At most so many errors are told at once. */
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
