import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { below, type Cursor, merge, placesAt } from './cursor.ts';
import { type Data, type FetchNode, isData, type Place, type PlanNode, type QueryPlan } from './queryPlan.ts';
import { type Represented, representEach } from './representation.ts';
import { rewrite } from './rewrites.ts';

type Given = Readonly<Record<string, unknown>>;
/** As they were sent, for subgraphs, and as the schema reads them, for conditions. */
type Variables = Readonly<{ sent: Given; read: Given }>;
/** Asks a subgraph. An outage is an error of its fields, never thrown. */
export type Ask = (
  node: FetchNode,
  variables: Given,
) => Promise<Readonly<{ data: Data | null; errors?: readonly GraphQLFormattedError[] }>>;
export type Executed = Readonly<{ data: Data; errors: readonly GraphQLError[] }>;
type Run = Readonly<{
  schema: GraphQLSchema;
  variables: Variables;
  ask: Ask;
  root: Data;
  errors: GraphQLError[];
}>;

/** Runs a plan: `schema` is the whole supergraph, also what clients do not see. */
export const executePlan = async (
  plan: QueryPlan,
  schema: GraphQLSchema,
  variables: Variables,
  ask: Ask,
): Promise<Executed> => {
  const run: Run = { schema, variables, ask, root: Object.create(null), errors: [] };
  if (plan.node && plan.node.kind !== 'Subscription')
    await step(run, plan.node, { path: [], data: [run.root] });
  return { data: run.root, errors: run.errors };
};

const step = async (run: Run, node: PlanNode, cursor: Cursor): Promise<void> => {
  switch (node.kind) {
    case 'Sequence':
      for (const one of node.nodes) await step(run, one, cursor);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((one) => step(run, one, cursor)));
      return;
    case 'Flatten':
      return step(run, node.node, below(cursor, node.path));
    case 'Condition': {
      const chosen = run.variables.read[node.condition] === true ? node.ifClause : node.elseClause;
      return chosen && step(run, chosen, cursor);
    }
    case 'Fetch':
      return cursor.data.length > 0 ? fetchInto(run, node, cursor) : undefined;
    case 'Defer':
      throw new Error('the planner was not asked to defer');
  }
};

const fetchInto = (run: Run, node: FetchNode, cursor: Cursor): Promise<void> =>
  node.requires ? fetchEntities(run, node, cursor) : fetchRoot(run, node, cursor);

const given = ({ variables: { sent } }: Run, { variableUsages }: FetchNode): Given =>
  Object.fromEntries(
    (variableUsages ?? []).flatMap((name) => (sent[name] === undefined ? [] : [[name, sent[name]]])),
  );

const fetchRoot = async (run: Run, node: FetchNode, { path, data }: Cursor): Promise<void> => {
  const answer = await run.ask(node, given(run, node));
  tell(run, answer.errors, (inner) => [[...path, ...inner]]);
  rewrite(run.schema, node.outputRewrites, answer.data);
  for (const one of data) merge(one, answer.data);
};

const fetchEntities = async (run: Run, node: FetchNode, cursor: Cursor): Promise<void> => {
  const adapt = (representation: Data): void => rewrite(run.schema, node.inputRewrites, representation);
  const found = representEach(run.schema, cursor.data, node.requires ?? [], adapt);
  if (found.representations.length === 0) return;
  const answer = await run.ask(node, { ...given(run, node), representations: found.representations });
  tell(run, answer.errors, placer(run, cursor, found));
  if (!answer.data) return;
  const entities = answer.data._entities;
  if (Array.isArray(entities) && entities.length === found.representations.length)
    place(run, node, cursor, found, entities);
  else if (!answer.errors?.length)
    run.errors.push(new GraphQLError('The entities were not answered one by one.', { path: cursor.path }));
};

const place = (
  run: Run,
  node: FetchNode,
  { data }: Cursor,
  { places }: Represented,
  entities: readonly unknown[],
): void => {
  for (const [i, entity] of entities.entries()) {
    if (!isData(entity)) continue;
    const first = data[places[i]?.[0] ?? -1];
    entity.__typename ??= first?.__typename;
    rewrite(run.schema, node.outputRewrites, entity);
    for (const index of places[i] ?? []) merge(data[index] ?? {}, entity);
  }
};

type Placer = (path: Place) => readonly Place[];

/** Where in the answer an error belongs that a subgraph tells of its entities. */
const placer = ({ root }: Run, { path }: Cursor, { places }: Represented): Placer => {
  let known: readonly Place[] | undefined;
  return ([, index, ...inner]) => {
    if (typeof index !== 'number') return [path];
    known ??= placesAt(root, path);
    return (places[index] ?? []).map((at) => [...(known?.[at] ?? []), ...inner]);
  };
};

const tell = (run: Run, errors: readonly GraphQLFormattedError[] | undefined, place: Placer): void => {
  for (const { message, path, extensions } of errors ?? []) {
    for (const at of path ? place(path) : [undefined])
      run.errors.push(
        new GraphQLError(message, { ...(at ? { path: at } : {}), extensions: extensions ?? {} }),
      );
  }
};
