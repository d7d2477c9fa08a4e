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
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '../kernel/errors.ts';
import { type CostOf, costOf } from './limits/cost.ts';
import { checkShape, MAX_TOKENS } from './limits/shape.ts';
import { MAX_ERRORS, Refused } from './refused.ts';

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
export type Prepare = (text: string, name: string | null) => Operation;

const KEPT_OPERATIONS = 2_000;
const KEPT_CHARACTERS = 4_000_000;

/** Prepares operations against one version of the graph and remembers good ones by their text. */
export const operations = ({ schema, id }: Graph, introspection: boolean): Prepare => {
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const known = new LRUCache<string, Operation>({
    max: KEPT_OPERATIONS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: ({ text }) => text.length + 1,
  });
  return (text, name) => {
    const key = name === null ? text : `${name}\n${text}`;
    const kept = known.get(key);
    if (kept) return kept;
    const document = parseText(text);
    checkShape(document);
    const faults = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
    if (faults.length) throw new Refused('GRAPHQL_VALIDATION_FAILED', faults);
    const operation = prepared(schema, id, text, name, document);
    known.set(key, operation);
    return operation;
  };
};

const parseText = (text: string): DocumentNode => {
  try {
    return parse(text, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) throw new Refused('GRAPHQL_PARSE_FAILED', [error]);
    throw error;
  }
};

const prepared = (schema: GraphQLSchema, graph: string, text: string, name: string | null, document: DocumentNode): Operation => {
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
  if (!only) throw new CodedError('OPERATION_RESOLUTION_FAILURE', 'The document has no operation of this name.');
  if (more.length) throw new CodedError('OPERATION_RESOLUTION_FAILURE', 'The document has several operations: say which by operationName.');
  if (only.operation === 'subscription') throw new CodedError('OPERATION_RESOLUTION_FAILURE', 'There are no subscriptions.');
  return only;
};
