import { buildSchema, type GraphQLScalarType, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { Refused } from '../http/errors.ts';
import { readVariables } from './variables.ts';

test('C02: what is wrong in a list is looked for until there are as many errors as are told', () => {
  let reads = 0;
  const schema = buildSchema('scalar Counted type Query { a(list: [Counted]): Int }');
  const counted = schema.getType('Counted') as GraphQLScalarType;
  counted.parseValue = () => {
    reads++;
    throw new Error('no');
  };
  const definition = parse('query ($list: [Counted]) { a(list: $list) }')
    .definitions[0] as OperationDefinitionNode;
  const read = () =>
    readVariables({ schema, operations: { suggests: false } }, definition, { list: Array(10_000).fill(1) });
  expect(read).toThrow(Refused);
  expect(reads).toBe(5);
});
