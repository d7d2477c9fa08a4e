import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { brokenPromises } from './promises.ts';

const api = (fields: string) => buildSchema(`type Query { product: Product }\ntype Product { ${fields} }`);
const released = { file: 'released.graphql', schema: api('id: ID title: String') };
const contract = { file: 'contract.graphql', schema: api('id: ID') };
const REMOVED = 'FIELD_REMOVED: Product.title was removed.';

test('R36: what was released is missed, whatever was composed in between; what was never released is not', () => {
  expect(brokenPromises([contract, released], api('id: ID title: String weight: Int'), [])).toEqual([]);
  expect(brokenPromises([contract, released], api('id: ID title: String'), [])).toEqual([]);
  expect(brokenPromises([contract, released], api('id: ID'), [])).toEqual([
    `Clients would miss this, promised by released.graphql: ${REMOVED}`,
  ]);
});

test('R36: a declared change passes, and its declaration is stale once the release does not have it any more', () => {
  const declared = [{ change: REMOVED, reason: 'nobody reads it' }];
  expect(brokenPromises([contract, released], api('id: ID'), declared)).toEqual([]);
  expect(brokenPromises([contract, { ...released, schema: api('id: ID') }], api('id: ID'), declared)).toEqual(
    [`router/declared-changes.yaml declares what is no longer so; remove it: ${REMOVED}`],
  );
});
