import { createHash } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { buildASTSchema, type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import { dataSource, type ExecutionContext } from './hops/dataSource.ts';
import type { EntityCache } from './hops/entities.ts';
import { fitter } from './hops/fitting.ts';
import type { Hop } from './hops/hop.undici.ts';
import { tagger } from './hops/tagging.ts';
import type { Operation } from './operation.ts';

/** One version of the supergraph: immutable, so that a request is planned and answered by the version that it was checked against. */
export type Gateway = Readonly<{
  id: string;
  schema: GraphQLSchema;
  execute(operation: Operation, variables: Readonly<Record<string, unknown>>, context: ExecutionContext): Promise<ExecutionResult>;
  stop(): Promise<void>;
}>;

/** Finds the way to a subgraph by its name and the address that the supergraph gives. */
export type FindHop = (name: string, address: string) => Hop;
type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];
type ExecutorRequest = Parameters<Executor>[0];

const MAX_EVALUATED_PLANS = 1_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Plans and executes by @apollo/gateway; throws where the text is no supergraph. */
export const loadGateway = async (supergraphSdl: string, findHop: FindHop, entities: EntityCache): Promise<Gateway> => {
  const whole = buildASTSchema(parse(supergraphSdl), { assumeValidSDL: true });
  const [misfits, tags] = [fitter(whole), tagger(whole)];
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }): GraphQLDataSource => dataSource(findHop(name, url ?? ''), misfits, tags, entities),
    logger: silent,
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
    queryPlannerConfig: { debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS } },
  });
  const { schema, executor } = await gateway.load();
  return {
    id: createHash('sha256').update(supergraphSdl).digest('hex'),
    schema,
    execute: (operation, variables, context) => executor(executorRequest(schema, operation, variables, context)),
    stop: () => gateway.stop(),
  };
};

/** What the executor reads of Apollo Server's request context. */
const executorRequest = (
  schema: GraphQLSchema,
  { text, hash, name, document, definition }: Operation,
  variables: Readonly<Record<string, unknown>>,
  context: ExecutionContext,
): ExecutorRequest => ({
  request: { query: text, variables, ...(name === null ? {} : { operationName: name }) },
  schema,
  document,
  source: text,
  queryHash: hash,
  operationName: name,
  operation: definition,
  context,
  metrics: {},
  logger: silent,
  overallCachePolicy: null,
  schemaHash: '' as ExecutorRequest['schemaHash'],
  cache: NO_CACHE,
});

const NO_CACHE: ExecutorRequest['cache'] = { get: async () => undefined, set: async () => undefined, delete: async () => false };
