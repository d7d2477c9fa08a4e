import { ApolloGateway } from '@apollo/gateway';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';
import type { Operation } from '../operations/operation.ts';
import { addScalarParsers } from '../operations/variables.ts';
import type { QueryPlan } from './queryPlan.ts';

/** Plans operations over one supergraph by @apollo/gateway, and knows the schema that clients see. */
export type Planner = Readonly<{
  schema: GraphQLSchema;
  /** The subgraphs with the addresses that the supergraph gives. */
  subgraphs: readonly Readonly<{ name: string; url: string }>[];
  /** The plan is for any variables; the gateway checks those that it is given. */
  plan(operation: Operation, variables: Variables): Promise<QueryPlan>;
  stop(): Promise<void>;
}>;
type Variables = Readonly<Record<string, unknown>>;
type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];
type ExecutorRequest = Parameters<Executor>[0];

const MAX_EVALUATED_PLANS = 1_000;
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Throws where the text is no supergraph. The gateway tells a plan on its way to execution; nothing is asked of subgraphs here. */
export const loadPlanner = async (supergraphSdl: string): Promise<Planner> => {
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const subgraphs: { name: string; url: string }[] = [];
  const plans = new WeakMap<object, QueryPlan>();
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }) => {
      subgraphs.push({ name, url: url ?? '' });
      return { process: async () => ({ data: null }) };
    },
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) =>
      void plans.set(requestContext.context, queryPlan),
    logger: silent,
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
    queryPlannerConfig: { debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS } },
  });
  const { schema, executor } = await gateway.load();
  addScalarParsers(schema);
  const plan: Planner['plan'] = async (operation, variables) => {
    const planned = withoutIntrospection(operation);
    if (!planned) return { kind: 'QueryPlan' };
    const request = executorRequest(schema, planned, variables);
    await executor(request);
    const found = plans.get(request.context);
    if (!found) throw new Error('the gateway made no plan');
    return found;
  };
  return { schema, subgraphs, plan, stop: () => gateway.stop() };
};

const ASKS_THE_SCHEMA = /__(?:schema|type)\b/;
const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The operation as the planner takes it: what is asked of the schema is answered by graphql itself, and the planner knows an older
 * introspection. Null where nothing else is asked.
 */
const withoutIntrospection = (operation: Operation): Operation | null => {
  if (!ASKS_THE_SCHEMA.test(operation.text)) return operation;
  const known: DocumentNode = visit(operation.document, {
    Field: ({ name }) => (name.value === '__schema' || name.value === '__type' ? null : undefined),
    SelectionSet: {
      leave: (set) => (set.selections.length > 0 ? undefined : { ...set, selections: [TYPENAME] }),
    },
  });
  const at = operation.document.definitions.indexOf(operation.definition);
  const definition = known.definitions[at] as OperationDefinitionNode;
  const document = { ...known, definitions: known.definitions.filter((node) => !isOfIntrospection(node)) };
  const isOnlyIntrospection = definition.selectionSet.selections.every((each) => each === TYPENAME);
  return isOnlyIntrospection ? null : { ...operation, document, definition };
};

/** A fragment on a type of introspection is spread in what is left out alone. */
const isOfIntrospection = (node: DefinitionNode): boolean =>
  node.kind === Kind.FRAGMENT_DEFINITION && node.typeCondition.name.value.startsWith('__');

/** What the planner reads of Apollo Server's request context. */
export const executorRequest = (
  schema: GraphQLSchema,
  { text, hash, name, document, definition }: Operation,
  variables: Variables,
): ExecutorRequest => ({
  request: { query: text, variables, ...(name === null ? {} : { operationName: name }) },
  schema,
  document,
  source: text,
  queryHash: hash,
  operationName: name,
  operation: definition,
  context: {},
  metrics: {},
  logger: silent,
  overallCachePolicy: null,
  schemaHash: '' as ExecutorRequest['schemaHash'],
  cache: NO_CACHE,
});

const NO_CACHE: ExecutorRequest['cache'] = {
  get: async () => undefined,
  set: async () => undefined,
  delete: async () => false,
};
