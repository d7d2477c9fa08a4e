import { type GraphQLFormattedError, Kind, parse } from 'graphql';
import { CodedError, type ErrorCode, isErrorCode, unavailable } from '../../kernel/errors.ts';
import { publicSeconds } from '../cache/policy.ts';
import type { SubgraphAnswer, SubgraphError } from './answer.ts';
import type { EntityCache, Fetch } from './entities.ts';
import type { fitter } from './fitting.ts';
import type { Asking, Hop } from './hop.http.ts';
import { bodyOf } from './multipart.ts';
import type { Tagger } from './tagging.ts';

/** What an execution knows beside its operation: whether files came with it, whether what others were given will do; `heard` is told of each answer. */
export type ExecutionContext = Asking &
  Readonly<{
    files: boolean;
    shared: boolean;
    heard(subgraph: string, answer: SubgraphAnswer, mutated: boolean, tags: readonly string[]): void;
  }>;
/** A fetch as it stands in a plan. */
type Planned = Readonly<{ operation: string; operationName?: string | undefined }>;
type Given = Readonly<Record<string, unknown>>;
type Fetched = Readonly<{ data: SubgraphAnswer['data']; errors?: readonly GraphQLFormattedError[] }>;

/** The subgraph of which single things can be purged. */
const CATALOGUE = 'products';

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

/** A subgraph as a plan asks it: an outage is an error on the fields that were asked for, and nothing of the inside is told. */
export const dataSource =
  (hop: Hop, misfits: ReturnType<typeof fitter>, tags: Tagger, entities: EntityCache) =>
  async (planned: Planned, given: Given, asking: ExecutionContext): Promise<Fetched> => {
    const query = planned.operation;
    try {
      const answer = await fetchFrom(hop, entities, tags, planned, given, asking);
      asking.heard(hop.name, answer, isMutation(query), tagsOf(hop, tags, query, given, asking, answer));
      const errors = [
        ...answer.errors.map(spoken),
        ...(answer.data ? misfits(query, answer.data).map(misfit) : []),
      ];
      return { data: answer.data, ...(errors.length ? { errors } : {}) };
    } catch (error) {
      return {
        data: null,
        errors: missing(query, error instanceof CodedError ? error : unavailable(hop.name)),
      };
    }
  };

const isMutation = (query: string): boolean => query.startsWith('mutation');

/** What of the catalogue an answer holds, where it may be kept. */
const tagsOf = (
  hop: Hop,
  tags: Tagger,
  query: string,
  given: Given,
  asking: ExecutionContext,
  answer: SubgraphAnswer,
) => {
  if (hop.name !== CATALOGUE || !asking.shared || !answer.data || publicSeconds(answer.cacheControl) === 0)
    return [];
  return tags.all(query, answer.data, given.representations);
};

const fetchFrom = (
  hop: Hop,
  entities: EntityCache,
  tags: Tagger,
  { operation: query, operationName }: Planned,
  variables: Given,
  asking: ExecutionContext,
): Promise<SubgraphAnswer> => {
  const send = (all: Readonly<Record<string, unknown>>): Promise<SubgraphAnswer> => {
    const operations = { query, variables: all, operationName };
    return hop.ask(
      asking.files ? bodyOf(operations) : JSON.stringify(operations),
      !isMutation(query),
      asking,
    );
  };
  const representations: unknown = variables.representations;
  if (!asking.shared || !Array.isArray(representations)) return send(variables);
  const tagsOf: Fetch['tagsOf'] = (one, representation) =>
    hop.name === CATALOGUE ? tags.entity(query, one, representation) : [];
  return entities({ subgraph: hop.name, query, variables, representations, tagsOf }, (some) =>
    send({ ...variables, representations: some }),
  );
};

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
      ? definition.selectionSet.selections.flatMap((field) =>
          field.kind === Kind.FIELD ? [(field.alias ?? field.name).value] : [],
        )
      : [],
  );
