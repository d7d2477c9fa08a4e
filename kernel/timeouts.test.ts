import { expect, test } from 'vitest';
import { longestOf, readTimeouts } from './timeouts.ts';

test('R17: timeouts are read of the fields of any schema text', () => {
  const timeouts = readTimeouts(`
    directive @timeout(seconds: Int!) on FIELD_DEFINITION
    type Query { slow: Int @timeout(seconds: 7) quick: Int }
    extend type Mutation { pay: Int @join__field(graph: A) @timeout(seconds: 30) }`);
  expect([...timeouts]).toEqual([
    ['Query.slow', 7_000],
    ['Mutation.pay', 30_000],
  ]);
  expect([longestOf(timeouts, 5_000), longestOf(new Map(), 5_000)]).toEqual([30_000, 5_000]);
});
