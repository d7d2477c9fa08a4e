import {
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError, type ErrorCode, isErrorCode, unavailable } from '../../kernel/errors.ts';
import { publicSeconds } from '../cache/cachePolicy.ts';
import type { Tagger } from '../cache/cacheTags.ts';
import type { RequestContext, Subgraph } from './client.http.ts';
import type { EntityCache, Fetch } from './entities.ts';
import { bodyOf } from './multipart.ts';
import type { SubgraphAnswer, SubgraphError } from './subgraphAnswer.ts';
import type { answerValidator } from './validateAnswer.ts';

const MAX_KNOWN = 5_000;

/** Works something out of each query that a subgraph is asked, once. */
export const ofEachQuery = <Made extends object>(
  make: (document: DocumentNode) => Made,
): ((query: string) => Made) => {
  const known = new LRUCache<string, Made>({ max: MAX_KNOWN });
  return (query) => {
    const kept = known.get(query);
    if (kept) return kept;
    const made = make(parse(query, { noLocation: true }));
    known.set(query, made);
    return made;
  };
};

/** A type as far as it is known; a query may select from a type that is not known. */
export type Parent = GraphQLNamedType | null | undefined;

export const typeOfField = (parent: Parent, name: string): GraphQLOutputType | undefined =>
  isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;

/** The context of an execution: whether files came with it, whether a shared answer is acceptable; `heard` is called with each answer. */
export type ExecutionContext = RequestContext &
  Readonly<{
    files: boolean;
    shared: boolean;
    collected(subgraph: string, answer: SubgraphAnswer, mutated: boolean, tags: readonly string[]): void;
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

/** A subgraph as a fetch of a query plan: an outage is an error at the requested fields, without internal details. */
export const dataSource =
  (subgraph: Subgraph, violations: ReturnType<typeof answerValidator>, tags: Tagger, entities: EntityCache) =>
  async (planned: Planned, given: Given, context: ExecutionContext): Promise<Fetched> => {
    const query = planned.operation;
    try {
      const answer = await fetchFrom(subgraph, entities, tags, planned, given, context);
      context.collected(
        subgraph.name,
        answer,
        isMutation(query),
        tagsOf(subgraph, tags, query, given, context, answer),
      );
      const errors = [
        ...answer.errors.map(spoken),
        ...(answer.data ? violations(query, answer.data).map(violation) : []),
      ];
      return { data: answer.data, ...(errors.length ? { errors } : {}) };
    } catch (error) {
      return {
        data: null,
        errors: missing(query, error instanceof CodedError ? error : unavailable(subgraph.name)),
      };
    }
  };

const isMutation = (query: string): boolean => query.startsWith('mutation');

/** What of the catalogue an answer holds, where it may be kept. */
const tagsOf = (
  subgraph: Subgraph,
  tags: Tagger,
  query: string,
  given: Given,
  context: ExecutionContext,
  answer: SubgraphAnswer,
) => {
  if (
    subgraph.name !== CATALOGUE ||
    !context.shared ||
    !answer.data ||
    publicSeconds(answer.cacheControl) === 0
  )
    return [];
  return tags.all(query, answer.data, given.representations);
};

const fetchFrom = (
  subgraph: Subgraph,
  entities: EntityCache,
  tags: Tagger,
  { operation: query, operationName }: Planned,
  variables: Given,
  context: ExecutionContext,
): Promise<SubgraphAnswer> => {
  const send = (all: Readonly<Record<string, unknown>>): Promise<SubgraphAnswer> => {
    const operations = { query, variables: all, operationName };
    return subgraph.ask(
      context.files ? bodyOf(operations) : JSON.stringify(operations),
      !isMutation(query),
      context,
    );
  };
  const representations: unknown = variables.representations;
  if (!context.shared || !Array.isArray(representations)) return send(variables);
  const tagsOf: Fetch['tagsOf'] = (one, representation) =>
    subgraph.name === CATALOGUE ? tags.entity(query, one, representation) : [];
  return entities({ subgraph: subgraph.name, query, variables, representations, tagsOf }, (some) =>
    send({ ...variables, representations: some }),
  );
};

const violation = (path: readonly (string | number)[]): GraphQLFormattedError => ({
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
