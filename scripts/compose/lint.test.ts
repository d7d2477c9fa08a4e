import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { schemaOf, subgraphs } from '../subgraphs.ts';
import { lintSchema } from './lint.ts';

const shared = readFileSync('kernel/shared.graphql', 'utf8');
const lint = (schema: string) => lintSchema(schema, shared).join('\n');

const query = (field: string) => `type Query {\n  "A thing."\n  ${field}\n}`;
const type = (head: string, fields = '"Its id."\n  id: ID!') => `"A thing."\ntype ${head} {\n  ${fields}\n}`;

describe('the schema lint refuses', () => {
  test('a root field that does not say who may call it', () => {
    expect(lint(query('thing: Int'))).toContain('Query.thing has no @access');
    expect(lint(query('thing: Int @access(to: PUBLIC)'))).toBe('');
  });

  test('a service’s field that clients would see', () => {
    expect(lint(query('thing: Int @access(to: SERVICE)'))).toContain('hide it with @inaccessible');
  });

  test('an entity with two keys, or another than id', () => {
    expect(lint(type('T @key(fields: "sku")'))).toContain('an entity has one, "id"');
    expect(lint(type('T @key(fields: "id") @key(fields: "sku")'))).toContain('an entity has one, "id"');
    expect(lint(type('T @key(fields: "id")'))).toBe('');
  });

  test('an interface object', () => {
    expect(lint(type('T @key(fields: "id") @interfaceObject'))).toContain('@interfaceObject');
  });

  test('arguments or money through @requires', () => {
    expect(lint(type('T', '"A."\n  a: Int @requires(fields: "b(x: 1)")'))).toContain(
      'requires a field with arguments',
    );
    const price =
      '"The price."\n  price: Money @external\n  "Half of it."\n  half: Int @requires(fields: "price { amount }")';
    expect(lint(type('T', price))).toContain('requires money');
  });

  test('what has no description', () => {
    expect(lint('type T { id: ID! }')).toContain('Type T has no description');
    expect(lint(type('T', 'bare: Int'))).toContain('field bare has no description');
    expect(lint('"An enum."\nenum E { A }')).toContain('value A has no description');
    expect(lint('"An input."\ninput I { a: Int }')).toContain('input field a has no description');
    expect(lint(query('thing(a: Int): Int @access(to: PUBLIC)'))).toContain('a has no description');
  });

  test('a shared definition that was changed', () => {
    expect(lint('"A time."\nscalar DateTime')).toContain('DateTime differs from kernel/shared.graphql');
  });

  test('a deprecation without a date, and a mutation that begins with its verb', () => {
    expect(lint(type('T', '"A."\n  a: Int @deprecated(reason: "old")'))).toContain(
      'deprecated without a date',
    );
    expect(lint('type Mutation {\n  "Adds."\n  addCart: Int @access(to: PUBLIC)\n}')).toContain('noun first');
  });
});

test.each(subgraphs())('the schema of %s keeps the conventions', (name) => {
  expect(lint(schemaOf(name))).toBe('');
});
