import { expect, test } from 'vitest';
import { PROCESSES } from './processes.ts';
import { processesOf } from './watch.ts';

test.each([
  ['kernel/money.ts', PROCESSES],
  ['subgraphs/carts/cart/cart.ts', ['carts']],
  ['subgraphs/orders/schema.graphql', ['orders']],
  ['prisma/users/schema.prisma', ['users']],
  ['router/start.ts', ['router']],
  ['sandbox/api/handle.ts', ['sandbox']],
  ['router/supergraph.graphql', []],
  ['kernel/money.test.ts', []],
  ['subgraphs/carts/README.md', []],
])('a change of %s restarts %j', (path, names) => {
  expect(processesOf(path)).toEqual(names);
});
