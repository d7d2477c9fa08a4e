import type { GraphQLDataSource } from '@apollo/gateway';
import { type GraphQLFormattedError, Kind, parse } from 'graphql';
import { CodedError, type ErrorCode, isErrorCode, unavailable } from '../../kernel/errors.ts';
import type { SubgraphAnswer, SubgraphError } from './answer.ts';
import type { fitter } from './fitting.ts';
import type { Asking, Hop } from './hop.undici.ts';
import { bodyOf } from './multipart.ts';

/** What an execution knows beside its operation: whether files came with it; `heard` is told of each answer that came. */
export type ExecutionContext = Asking &
  Readonly<{ files: boolean; heard(subgraph: string, answer: SubgraphAnswer, mutated: boolean): void }>;

/** Codes that a subgraph may say to a client; the others tell of a fault between the router and the subgraph. */
const SPOKEN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'PAYLOAD_TOO_LARGE',
  'SERVICE_UNAVAILABLE',
]);

/** A subgraph as the gateway sees it: an outage is an error on the fields that were asked for, and nothing of the inside is told. */
export const dataSource = (hop: Hop, misfits: ReturnType<typeof fitter>): GraphQLDataSource<ExecutionContext> => ({
  process: async ({ request, context }) => {
    const { query = '', variables, operationName } = request;
    const asking = context as ExecutionContext;
    const mutates = query.startsWith('mutation');
    const operations = { query, variables, operationName };
    const body = asking.files ? bodyOf(operations) : JSON.stringify(operations);
    try {
      const answer = await hop.ask(body, !mutates, asking);
      asking.heard(hop.name, answer, mutates);
      const errors = [...answer.errors.map(spoken), ...(answer.data ? misfits(query, answer.data).map(misfit) : [])];
      return { data: answer.data, ...(errors.length ? { errors } : {}) };
    } catch (error) {
      return { data: null, errors: missing(query, error instanceof CodedError ? error : unavailable(hop.name)) };
    }
  },
});

const misfit = (path: readonly (string | number)[]): GraphQLFormattedError => ({
  message: 'Something went wrong on our side.',
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
});

const spoken = ({ message, path, extensions }: SubgraphError): GraphQLFormattedError => {
  const code = (extensions as { code?: unknown } | null | undefined)?.code;
  const known = isErrorCode(code) && SPOKEN.has(code) && typeof message === 'string';
  return {
    message: known ? message : 'Something went wrong on our side.',
    ...(Array.isArray(path) ? { path: path as (string | number)[] } : {}),
    extensions: { code: known ? code : 'INTERNAL_SERVER_ERROR' },
  };
};

/** One error for each root field that is missing, or for the entities as a whole. */
const missing = (query: string, { code, message }: CodedError): GraphQLFormattedError[] =>
  rootNames(query).map((field) => ({
    message,
    path: field === '_entities' ? [] : [field],
    extensions: { code },
  }));

const rootNames = (query: string): string[] =>
  parse(query, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [(field.alias ?? field.name).value] : []))
      : [],
  );
