import { CodedError, unauthenticated } from '../../kernel/errors.ts';
import { lane } from '../../kernel/lane.ts';
import type { Log } from '../../kernel/log.ts';
import type { Request } from '../../kernel/request.ts';
import { filesIn } from '../../kernel/uploads.ts';
import type { Guest, Person } from '../../kernel/viewer.ts';
import { policyCollector } from '../cache/cachePolicy.ts';
import type { Outcome, ResponseCache } from '../cache/responseCache.ts';
import type { Gateway, Variables } from '../execution/gateway.ts';
import { type Answer, resultAnswer } from '../http/answer.ts';
import { type Ask, HttpRefusal } from '../http/parseRequest.ts';
import type { IsRevoked } from '../http/sessions.redis.ts';
import type { RequestContext } from '../subgraphs/client.http.ts';
import { type Operation, type Operations, pointsToPrepare } from './operation.ts';
import type { ConsumePoints } from './rateLimit.ts';
import { timeSlice } from './timeSlice.ts';
import { readVariables } from './variables.ts';

/** One version of the graph with what was prepared for it. */
export type Graph = Gateway & Readonly<{ operations: Operations }>;
/** Who asks the router: never a service. */
export type Client = Guest | Person;
export type ExecuteRequest = (
  ask: Ask,
  viewer: Client,
  request: Request,
  gone: () => AbortSignal,
) => Promise<Answer>;

type Parts = Readonly<{
  graph(): Graph;
  consume: ConsumePoints;
  isRevoked: IsRevoked;
  cache: ResponseCache;
  log: Log;
}>;
type Checked = Readonly<{
  graph: Graph;
  operation: Operation;
  ask: Ask;
  variables: Variables;
  points: number;
}>;

const POINTS_OF_A_REFUSAL = 2;
const OBJECTS_OF_A_POINT = 10;
const MAX_WAITING_DOCUMENTS = 2_000;
const MAX_WAIT_MS = 5_000;

/** From a request that was read to its answer: checked, charged, then from the cache or the subgraphs. */
export const requestExecutor =
  ({ graph, consume, isRevoked, cache, log }: Parts): ExecuteRequest =>
  async (ask, viewer, request, gone) => {
    const checked = await charged(consume, viewer, async () => {
      const version = graph();
      return check(version, ask, await operationOf(version, ask, (points) => consume(viewer, points)));
    });
    if (needsLiveSession(viewer, checked.operation) && (await isRevoked(viewer.sessionId)))
      throw unauthenticated('This session has ended: sign in again.');
    const run = (context: RequestContext) => (): Promise<Outcome> => execute(checked, context, log);
    if (checked.operation.kind === 'mutation') return mutate(cache, run({ viewer, request }));
    if (viewer.kind === 'guest')
      return described(
        await cache.answer(checked.operation.key, checked.ask.variables, run({ viewer, request })),
        checked.operation,
      );
    return (await run({ viewer, request, gone: gone() })()).answer;
  };

/** What is kept does not know whose answer it is now. */
const described = (answer: Answer, { kind, name }: Operation): Answer => ({
  status: answer.status,
  text: answer.text,
  headers: answer.headers,
  about: { errors: answer.about?.errors ?? 0, kind, name },
});

/** One document at a time is prepared, so that those that are known already are answered in between. */
const preparation = lane(1, MAX_WAITING_DOCUMENTS, () => MAX_WAIT_MS);
const slice = timeSlice();

/** The operation of a text. One that was not seen before is charged by its length before any work is done for it. */
const operationOf = async (
  { operations }: Graph,
  { query, operationName }: Ask,
  charge: (points: number) => Promise<void>,
): Promise<Operation> => {
  const known = operations.known(query, operationName);
  if (known) return known;
  const points = pointsToPrepare(query);
  if (points > 0) await charge(points);
  return preparation(async () => {
    await slice();
    return operations.known(query, operationName) ?? operations.prepare(query, operationName);
  });
};

const check = (graph: Graph, asked: Ask, operation: Operation): Checked => {
  const ask = { ...asked, variables: declared(operation, asked.variables) };
  if (ask.method === 'GET' && operation.kind !== 'query')
    throw new HttpRefusal(405, 'GET is for queries; send this by POST.', 'BAD_REQUEST', { allow: 'POST' });
  const read = readVariables(graph, operation.definition, ask.variables);
  if (ask.files) checkFiles(asked.variables, ask.variables);
  const cost = operation.cost(read);
  return {
    graph,
    operation,
    ask,
    variables: { sent: ask.variables, read },
    points: 1 + Math.floor(cost / OBJECTS_OF_A_POINT),
  };
};

/** The variables that the operation declares. Others mean nothing, may be nested as deeply as their sender likes, and make no other request. */
const declared = ({ definition }: Operation, sent: Ask['variables']): Ask['variables'] => {
  const names = (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(sent, name)).map((name) => [name, sent[name]]),
  );
};

/** Every file that is sent must belong to a variable of the operation. */
const checkFiles = (sent: Ask['variables'], known: Ask['variables']): void => {
  if (filesIn(sent).size !== filesIn(known).size)
    throw new CodedError(
      'BAD_REQUEST',
      'The map names a file for a variable that the operation does not declare.',
    );
};

/** What is refused costs too, so that nobody tries for nothing. */
const charged = async (
  consume: ConsumePoints,
  viewer: Client,
  run: () => Promise<Checked>,
): Promise<Checked> => {
  try {
    const checked = await run();
    await consume(viewer, checked.points);
    return checked;
  } catch (error) {
    if (!(error instanceof HttpRefusal && error.status === 429)) await consume(viewer, POINTS_OF_A_REFUSAL);
    throw error;
  }
};

/** A token outlives its session by minutes: what changes something, or needs a role, asks whether the session still stands. */
const needsLiveSession = (viewer: Client, { kind }: Operation): viewer is Person =>
  viewer.kind === 'person' && (kind === 'mutation' || viewer.role !== 'CUSTOMER');

const execute = async (
  { graph, operation, ask, variables }: Checked,
  context: RequestContext,
  log: Log,
): Promise<Outcome> => {
  const { collected, policy } = policyCollector();
  const shared = context.viewer.kind === 'guest' && operation.kind === 'query';
  const result = await graph.execute(operation, variables, {
    ...context,
    files: ask.files,
    shared,
    collected,
  });
  return { answer: resultAnswer(result, operation, log, context.request.id), policy: policy(result) };
};

/** What a mutation may have changed is forgotten before its answer goes out. */
const mutate = async (cache: ResponseCache, run: () => Promise<Outcome>): Promise<Answer> => {
  const { answer, policy } = await run();
  await cache.purge(policy.changed);
  return answer;
};
