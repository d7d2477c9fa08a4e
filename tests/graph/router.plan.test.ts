import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import fc from 'fast-check';
import { buildASTSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { answering } from '../../router/execution/compiledResponse.ts';
import { executePlan } from '../../router/execution/execute.ts';
import { executorRequest, loadPlanner } from '../../router/execution/planner.ts';
import { operations } from '../../router/operations/operation.ts';
import { randomAnswer, type Trouble } from '../support/randomAnswer.ts';
import { randomQuery, VARIABLES } from '../support/randomQuery.ts';
import { composed } from './fixtures.ts';

/** A graph with what the shop's has not: interfaces, unions, and fields that are named alike and are not. */
const abstract = (): string => {
  const head =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides"])';
  const media = `${head}
    interface Item { id: ID! name: String owner: Person! parts: [Item!] }
    type Book implements Item @key(fields: "id") { id: ID! name: String owner: Person! parts: [Item!] size: Int! shade: Shade weight: Int }
    type Film implements Item @key(fields: "id") { id: ID! name: String owner: Person! parts: [Item!] size: String shade: Shade! weight: Int }
    union Anything = Book | Film | Person
    enum Shade { DARK LIGHT }
    type Person @key(fields: "id") { id: ID! name: String @shareable }
    type Query { items: [Item!]! item(id: ID!): Item any: [Anything] book: Book anythings: [[Anything]!] }`;
  const shop = `${head}
    type Book @key(fields: "id") { id: ID! weight: Int @external cost: Float @requires(fields: "weight") seller: Person @provides(fields: "name") }
    type Film @key(fields: "id") { id: ID! weight: Int @external cost: Float @requires(fields: "weight") }
    type Person @key(fields: "id") { id: ID! name: String @external likes: [Liked!] rank: Int! }
    union Liked = Book | Film
    type Query { best: Liked people: [Person] }`;
  const { supergraphSdl, errors } = composeServices(
    Object.entries({ media, shop }).map(([name, typeDefs]) => ({
      name,
      url: `http://${name}.internal:9/graphql`,
      typeDefs: parse(typeDefs),
    })),
  );
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
};

/** One query, run by the executor of @apollo/gateway and by our own over the same subgraphs. */
const bothOver = async (sdl: string) => {
  const whole = buildASTSchema(parse(sdl), { assumeValidSDL: true });
  const planner = await loadPlanner(sdl);
  let subgraph: ReturnType<typeof randomAnswer>;
  const gateway = new ApolloGateway({
    supergraphSdl: sdl,
    buildService: () => ({
      process: async ({ request }) => subgraph(request.query ?? '', request.variables ?? {}),
    }),
  });
  const { executor } = await gateway.load();
  const read = { ...VARIABLES, no: false };
  const { prepare } = operations(
    { schema: planner.schema, id: 'test' },
    { introspection: true, suggests: false },
  );
  const run = async (text: string, seed: number, trouble: Trouble) => {
    subgraph = randomAnswer(whole, seed, trouble);
    const operation = { ...prepare('{ __typename }', null), ...parsed(text) };
    const theirs = await executor(executorRequest(planner.schema, operation, VARIABLES));
    const plan = await planner.plan(operation, VARIABLES);
    const { data, errors } = await executePlan(plan, whole, { sent: VARIABLES, read }, async (node, given) =>
      subgraph(node.operation, given),
    );
    const ours = answering(planner.schema, operation.document, operation.definition)(data, read);
    return {
      theirs,
      ours: {
        data: ours.data,
        errors: errors.length ? errors : undefined,
        unfit: errors.length ? [] : ours.errors,
      },
    };
  };
  return { schema: planner.schema, run };
};

const parsed = (text: string) => {
  const document = parse(text);
  const [definition] = document.definitions;
  if (definition?.kind !== 'OperationDefinition') throw new Error('no operation');
  return { text, hash: text, name: 'Random', document, definition };
};

type Told = readonly { message: string; path?: readonly (string | number)[] | undefined }[] | undefined;
const messages = (errors: Told) => (errors ?? []).map(({ message }) => message).sort();
const paths = (errors: Told) => (errors ?? []).map(({ path }) => JSON.stringify(path ?? null)).sort();

const RUNS = Number(process.env.PLAN_RUNS ?? 10);
const QUIET: Trouble = { nulls: 0, errors: 0, violations: 0 };
const LOUD: Trouble = { nulls: 0.1, errors: 0.1, violations: 0.02 };

describe.each([
  ['the graph of the shop', readFileSync('router/supergraph.graphql', 'utf8'), RUNS],
  ['the graph of the fixture', composed(), RUNS],
  ['a graph of interfaces and unions', abstract(), RUNS],
])('plans over %s are run as @apollo/gateway runs them', (_, sdl, numRuns) => {
  test.each([
    ['when all goes well', QUIET],
    ['with nulls, errors and values that do not fit', LOUD],
  ])(
    '%s',
    async (__, trouble) => {
      const { schema, run } = await bothOver(sdl);
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const text = randomQuery(schema, seed);
          if (validate(schema, parse(text)).length > 0) return;
          compared += 1;
          const { theirs, ours } = await run(text, seed, trouble);
          expect(JSON.stringify(ours.data), text).toBe(JSON.stringify(theirs.data));
          expect(messages(ours.errors)).toEqual(messages(theirs.errors));
          expect(paths(ours.unfit)).toEqual(paths(theirs.extensions?.valueCompletion as Told));
        }),
        { numRuns },
      );
      expect(compared).toBeGreaterThan(0);
    },
    120_000,
  );
});
