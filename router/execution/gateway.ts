import { createHash } from 'node:crypto';
import { buildASTSchema, type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import { CodedError } from '../../kernel/errors.ts';
import { lane } from '../../kernel/lane.ts';
import { traced } from '../../kernel/trace.ts';
import { cacheTagger } from '../cache/cacheTags.ts';
import type { Operation } from '../operations/operation.ts';
import { timeSlice } from '../operations/timeSlice.ts';
import type { Subgraph } from '../subgraphs/client.http.ts';
import { dataSource, type ExecutionContext } from '../subgraphs/dataSource.ts';
import type { EntityCache } from '../subgraphs/entities.ts';
import { fetchTimeouts } from '../subgraphs/timeouts.ts';
import { answerValidator } from '../subgraphs/validateAnswer.ts';
import { type Answering, answering } from './compiledResponse.ts';
import { type Ask, executePlan } from './execute.ts';
import { loadPlanner } from './planner.ts';
import type { QueryPlan } from './queryPlan.ts';

/** Variables as they were sent, which subgraphs are given, and as the schema reads them. */
export type Variables = Readonly<{
  sent: Readonly<Record<string, unknown>>;
  read: Readonly<Record<string, unknown>>;
}>;

/** One version of the supergraph: immutable, so that a request is planned and answered by the version that it was checked against. */
export type Gateway = Readonly<{
  id: string;
  schema: GraphQLSchema;
  execute(operation: Operation, variables: Variables, context: ExecutionContext): Promise<ExecutionResult>;
  stop(): Promise<void>;
}>;

/** Finds the way to a subgraph by its name and the address that the supergraph gives. */
export type FindSubgraph = (name: string, address: string) => Subgraph;
const MAX_WAITING_PLANS = 2_000;
type Prepared = Readonly<{ plan: QueryPlan; answer: Answering }>;

/** Plans by @apollo/gateway and runs the plans itself; throws where the text is no supergraph. */
export const loadGateway = async (
  supergraphSdl: string,
  findSubgraph: FindSubgraph,
  entities: EntityCache,
): Promise<Gateway> => {
  const whole = buildASTSchema(parse(supergraphSdl), { assumeValidSDL: true });
  const { schema, subgraphs, plan, stop } = await loadPlanner(supergraphSdl);
  const [violations, tags] = [answerValidator(whole), cacheTagger(whole)];
  const timeouts = fetchTimeouts(supergraphSdl);
  const sources = new Map(
    subgraphs.map(({ name, url }) => [name, dataSource(findSubgraph(name, url), violations, tags, entities)]),
  );

  /** One plan at a time: making one takes the process for milliseconds, and operations that have theirs are answered in between. */
  const planning = lane(1, MAX_WAITING_PLANS);
  const slice = timeSlice();
  const prepared = new WeakMap<Operation, Promise<Prepared>>();
  const prepare = (operation: Operation, variables: Variables): Promise<Prepared> => {
    const { document, definition } = operation;
    const answer = answering(schema, document, definition);
    const planned = planning(async () => {
      await slice();
      return traced({ name: 'plan', kind: 'internal' }, () => plan(operation, variables.sent)).catch(
        refusePlan,
      );
    });
    const made = planned.then((found) => ({ plan: found, answer }));
    prepared.set(operation, made);
    made.catch(() => prepared.delete(operation));
    return made;
  };
  const execute: Gateway['execute'] = async (operation, variables, context) => {
    const { plan: steps, answer } = await (prepared.get(operation) ?? prepare(operation, variables));
    const { request } = context;
    const extraMs = timeouts.extra(steps);
    const ask: Ask = async (node, given) => {
      const source = sources.get(node.serviceName);
      if (!source) throw new Error(`the plan names the subgraph ${node.serviceName}, which is none`);
      return source(node, given, {
        ...context,
        request: { ...request, deadline: request.deadline + extraMs },
        fetchMs: timeouts.ofFetch(node),
      });
    };
    const { data, errors } = await executePlan(steps, whole, variables, ask);
    const answered = answer(data, variables.read);
    return withErrors(answered, errors);
  };
  return { id: createHash('sha256').update(supergraphSdl).digest('hex'), schema, execute, stop };
};

/** What the planner cannot plan is the request's fault or at least not that of a subgraph: it never answers 500. */
const refusePlan = (error: unknown): never => {
  if (error instanceof CodedError) throw error;
  throw new CodedError(
    'GRAPHQL_VALIDATION_FAILED',
    'This operation cannot be planned: split it into simpler operations.',
    error,
  );
};

/** Violations of the schema are reported if no other error explains them. */
const withErrors = (
  { data, errors: unfit }: ReturnType<Answering>,
  errors: ExecutionResult['errors'] = [],
): ExecutionResult => {
  const told = errors.length > 0 ? errors : unfit;
  return told.length > 0 ? { data, errors: told } : { data };
};
