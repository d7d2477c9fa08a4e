import { type GraphQLLeafType, isEnumType, isSpecifiedScalarType } from 'graphql';

const INTEGER = /^-?\d+$/;

/** Whether a value may stand for a type in an answer. What a scalar of our own holds is its subgraph's business. */
export const leafTest = (type: GraphQLLeafType): ((value: unknown) => boolean) => {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  return (isSpecifiedScalarType(type) && TESTS[type.name]) || (() => true);
};

const isInteger = (value: unknown): boolean => typeof value === 'number' && INTEGER.test(String(value));

const TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: isInteger,
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  ID: (value) => typeof value === 'string' || isInteger(value),
};
