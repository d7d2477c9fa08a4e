import {
  type DefinitionNode,
  type InputObjectTypeDefinitionNode,
  Kind,
  type NameNode,
  parse,
  type TypeNode,
} from 'graphql';
import { expect, test } from 'vitest';
import { schemaOf, subgraphs } from '../../scripts/subgraphs.ts';

/** What the shop decides, or knows of the caller by itself. */
const OURS =
  /^(role|status|\w*[vV]erified|\w*[pP]rice|total|subtotal|discount|tax|currency|userId|ownerId|customerId|authorId|createdAt|updatedAt|stock|onHand|sold|paid)$/;

const nameOf = (type: TypeNode): NameNode => (type.kind === Kind.NAMED_TYPE ? type.name : nameOf(type.type));
const isInput = (definition: DefinitionNode): definition is InputObjectTypeDefinitionNode =>
  definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;

/** Every path of names that a client may send to a mutation, of those for clients. */
const paths = (schema: string): string[] => {
  const { definitions } = parse(schema);
  const inputs = new Map(definitions.filter(isInput).map((input) => [input.name.value, input.fields ?? []]));
  const below = (type: string): string[] =>
    (inputs.get(type) ?? []).flatMap((field) => [
      field.name.value,
      ...below(nameOf(field.type).value).map((path) => `${field.name.value}.${path}`),
    ]);
  const mutation = definitions.find(
    (each) => each.kind === Kind.OBJECT_TYPE_DEFINITION && each.name.value === 'Mutation',
  );
  const fields = mutation?.kind === Kind.OBJECT_TYPE_DEFINITION ? (mutation.fields ?? []) : [];
  const forClients = fields.filter(({ directives }) =>
    directives?.some(({ arguments: given }) =>
      given?.some(({ value }) => value.kind === Kind.ENUM && /^(PUBLIC|CUSTOMER)$/.test(value.value)),
    ),
  );
  return forClients.flatMap(({ name, arguments: given }) =>
    (given ?? []).flatMap((argument) => [
      `${name.value}.${argument.name.value}`,
      ...below(nameOf(argument.type).value).map((path) => `${name.value}.${argument.name.value}.${path}`),
    ]),
  );
};

test('D04: no customer input accepts a role, a state, a price or an owner', () => {
  const all = subgraphs().flatMap((subgraph) => paths(schemaOf(subgraph)));
  expect(all).toContain('reviewCreate.input.rating');
  expect(all).toContain('checkout.input.shippingAddress.city');
  expect(all.filter((path) => OURS.test(path.split('.').at(-1) ?? ''))).toEqual([
    'checkout.input.expectedTotal.currency',
  ]);
});
