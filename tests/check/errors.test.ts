import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../kernel/errors.ts';
import { apiOf } from '../../scripts/compose/changes.ts';

const rows = readFileSync('docs/errors.md', 'utf8')
  .split('\n')
  .map((line) => /^\| `(\w+)` \| (\d{3})?/.exec(line))
  .filter((row) => row !== null);
const codesIn = (schema: ReturnType<typeof buildSchema>): string[] => {
  const type = schema.getType('UserErrorCode');
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
};

test('every code of the graph is one row of docs/errors.md, and every row is a code', () => {
  const promised = codesIn(buildSchema(readFileSync('tests/contract/api.graphql', 'utf8')));
  const composed = codesIn(apiOf(readFileSync('router/supergraph.graphql', 'utf8')));
  const known = new Set([...Object.keys(ERROR_CODES), ...promised, ...composed]);
  expect([...new Set(rows.map(([, code]) => code))].sort()).toEqual([...known].sort());
});

test('the HTTP status of each error is the documented one', () => {
  const documented = rows.filter(([, , status]) => status).map(([, code, status]) => [code, Number(status)]);
  expect(Object.fromEntries(documented)).toEqual(ERROR_CODES);
});
