import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Copy, copyOfRepository } from '../support/copy.ts';

let copy: Copy;
beforeAll(() => {
  copy = copyOfRepository();
}, 60_000);
afterEach(() => copy.restore());
afterAll(() => copy.remove());

const lint = () => copy.run('biome', ['check', '--error-on-warnings']);
const unused = () => copy.run('knip', []);
const compose = () => copy.run('tsx', ['scripts/compose.ts', '--check']);

const CARTS = 'subgraphs/carts/schema.graphql';
const withField = (field: string) => (schema: string) =>
  schema.replace('type Query {', `type Query {\n  "Nothing at all."\n  ${field}\n`);
const withoutField = (schema: string) => schema.replace(/ {2}"[^"]*"\n {2}itemCount: .*\n/, '');

/** Files that are clean but for what they import. */
const LAYERS = [
  [
    'a use case that imports an adapter',
    'subgraphs/carts/fault.ts',
    './store.redis.ts',
    'Only start.ts wires adapters',
  ],
  [
    'a noun that imports a driver',
    'subgraphs/carts/fault.ts',
    'ioredis',
    'put this behind a port in ports.ts',
  ],
  [
    'a subgraph that imports another',
    'subgraphs/carts/fault.ts',
    '../orders/order.ts',
    'ask it over the graph',
  ],
  [
    'an adapter that imports another subgraph',
    'subgraphs/carts/store.fault.ts',
    '../users/user.ts',
    'ask it over the graph',
  ],
  ['a noun that imports what wires it', 'subgraphs/carts/fault.ts', './start.ts', 'Imports run one way'],
  [
    'a kernel that imports a subgraph',
    'kernel/fault.ts',
    '../subgraphs/carts/cart/cart.ts',
    'The kernel knows nothing of what is built on it',
  ],
  [
    'a router that imports a subgraph',
    'router/fault.ts',
    '../subgraphs/carts/cart/cart.ts',
    'by their schema alone',
  ],
] as const;

describe('npm run check passes what is clean and refuses', { timeout: 240_000 }, () => {
  test('accepts the repository as it is', async () => {
    const parts = [await lint(), await unused(), await compose()];
    for (const { code, output } of parts) expect(code, output).toBe(0);
  });

  test('imports against the layers, each with what to do instead', async () => {
    for (const [i, [, path, from]] of LAYERS.entries()) {
      copy.write(
        path.replace('fault', `fault${i}`),
        `import * as other from '${from}';\n\nexport const fault = other;\n`,
      );
    }
    const { code, output } = await copy.run('biome', [
      'check',
      '--error-on-warnings',
      '--reporter=github',
      '--max-diagnostics=none',
    ]);
    expect(code).toBe(1);
    for (const [i, [what, path, , message]] of LAYERS.entries()) {
      const said = output.split('\n').filter((line) => line.includes(path.replace('fault', `fault${i}`)));
      expect(said, what).toEqual([expect.stringContaining(message)]);
    }
  });

  test('a root field that does not say who may call it', async () => {
    copy.edit(CARTS, withField('nothing: Int'));
    const { code, output } = await compose();
    expect([code, output]).toEqual([
      1,
      expect.stringContaining('carts: Query.nothing has no @access: say who may call it.'),
    ]);
  });

  test('a composed supergraph that is older than the schemas, and says in what', async () => {
    copy.edit(CARTS, withField('nothing: Int @access(to: PUBLIC)'));
    const { code, output } = await compose();
    const what = 'new  Query.nothing: """Nothing at all.""" nothing: Int @join__field(graph: CARTS)';
    const stale =
      'router/supergraph.graphql is not what the schemas compose to: run npm run compose and commit it.';
    expect([code, output]).toEqual([1, `${what}\n${stale}\n`]);
  });

  test('a public field taken from clients', async () => {
    copy.edit(CARTS, withoutField);
    const { code, output } = await compose();
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^Clients would miss this, promised by \S+: FIELD_REMOVED: Cart.itemCount/m),
    ]);
  });

  test('an export that nobody uses', async () => {
    copy.edit('kernel/money.ts', (text) => `${text}\nexport const forNobody = 1;\n`);
    const { code, output } = await unused();
    expect([code, output]).toEqual([1, expect.stringMatching(/forNobody\s+kernel\/money\.ts/)]);
  });
});
