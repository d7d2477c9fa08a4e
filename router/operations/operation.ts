import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '../../kernel/errors.ts';
import { isStorable } from '../../kernel/text.ts';
import { MAX_ERRORS, Refused } from '../http/errors.ts';
import { type CostOf, costOf } from './costLimit.ts';
import { checkOverlap, withoutRepetitions } from './overlap.ts';
import { checkShape, MAX_TOKENS } from './sizeLimits.ts';
import { ScalarError } from './variables.ts';

/** An operation that was parsed, limited and validated once, for all requests that send the same text. */
export type Operation = Readonly<{
  text: string;
  hash: string;
  /** Stands for it in caches: the same text is another operation in another version of the graph. */
  key: string;
  name: string | null;
  kind: OperationTypeNode;
  document: DocumentNode;
  definition: OperationDefinitionNode;
  cost: CostOf;
}>;
type Graph = Readonly<{ schema: GraphQLSchema; id: string }>;
export type Operations = Readonly<{
  /** What was prepared of this text before; null where it was not. */
  known(text: string, name: string | null): Operation | null;
  /** Parses, limits and validates a text, and keeps what is good. Throws what is to be answered where it is not. */
  prepare(text: string, name: string | null): Operation;
  /** Whether errors suggest names of the schema, as in development. */
  suggests: boolean;
}>;

const KEPT_OPERATIONS = 2_000;
const KEPT_CHARACTERS = 4_000_000;

const CHARACTERS_OF_A_POINT = 200;
/** What preparing a text that was not seen before costs its caller: parsing, validation and planning grow with its length. A short one is free. */
export const pointsToPrepare = (text: string): number => Math.floor(text.length / CHARACTERS_OF_A_POINT);

type Options = Readonly<{ introspection: boolean }> & Pick<Operations, 'suggests'>;

/** Prepares operations against one version of the graph and remembers good ones by their text. */
export const operations = ({ schema, id }: Graph, { introspection, suggests }: Options): Operations => {
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const known = new LRUCache<string, Operation>({
    max: KEPT_OPERATIONS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: ({ text }) => text.length + 1,
  });
  const keyOf = (text: string, name: string | null): string => (name === null ? text : `${name}\n${text}`);
  const prepare = (text: string, name: string | null): Operation => {
    const parsed = parseText(text);
    checkShape(parsed);
    checkLiterals(parsed);
    const document = withoutRepetitions(parsed);
    checkOverlap(document);
    const faults = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
    if (faults.length)
      throw new Refused(
        faults.every(isOfScalar) ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED',
        faults,
        suggests,
      );
    const operation = prepared(schema, id, text, name, document);
    known.set(keyOf(text, name), operation);
    return operation;
  };
  return { known: (text, name) => known.get(keyOf(text, name)) ?? null, prepare, suggests };
};

/** A literal that its scalar does not take. */
const isOfScalar = ({ originalError }: GraphQLError): boolean => originalError instanceof ScalarError;

/** Refuses text that no store takes in a literal. A document is kept by its text, so this is looked at once. */
const checkLiterals = (document: DocumentNode): void => {
  visit(document, {
    StringValue: (node) => {
      if (isStorable(node.value)) return;
      const message = 'Expected text without NUL characters and without halves of surrogate pairs.';
      throw new Refused('BAD_USER_INPUT', [new GraphQLError(message, { nodes: node })]);
    },
  });
};

const parseText = (text: string): DocumentNode => {
  try {
    return parse(text, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) throw new Refused('GRAPHQL_PARSE_FAILED', [error]);
    throw error;
  }
};

const prepared = (
  schema: GraphQLSchema,
  graph: string,
  text: string,
  name: string | null,
  document: DocumentNode,
): Operation => {
  const definition = choose(document, name);
  return {
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    key: createHash('sha256')
      .update(JSON.stringify([graph, name, text]))
      .digest('base64url'),
    name: name ?? definition.name?.value ?? null,
    kind: definition.operation,
    document,
    definition,
    cost: costOf(schema, document, definition),
  };
};

const choose = (document: DocumentNode, name: string | null): OperationDefinitionNode => {
  const all = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const wanted = name === null ? all : all.filter((node) => node.name?.value === name);
  const [only, ...more] = wanted;
  if (!only)
    throw new CodedError('OPERATION_RESOLUTION_FAILURE', 'The document has no operation of this name.');
  if (more.length)
    throw new CodedError(
      'OPERATION_RESOLUTION_FAILURE',
      'The document has several operations: say which by operationName.',
    );
  if (only.operation === 'subscription')
    throw new CodedError('OPERATION_RESOLUTION_FAILURE', 'There are no subscriptions.');
  return only;
};
