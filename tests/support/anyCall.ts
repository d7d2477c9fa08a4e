import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

const SCALARS: Readonly<Record<string, string>> = {
  ID: '"x"',
  String: '"x"',
  Int: '1',
  Float: '1',
  Boolean: 'false',
  SafeInt: '1',
  DateTime: '"2026-01-01T00:00:00.000Z"',
  URL: '"https://example.com/"',
  CurrencyCode: '"EUR"',
  CountryCode: '"DE"',
};

/** A literal of a type, with only its required fields. */
export const literal = (type: GraphQLInputType): string => {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? 'null';
  const needed = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return `{ ${needed.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
};

/** A selection of one leaf field, at any depth. */
const selection = (type: GraphQLOutputType, depth = 0): string => {
  const named = getNamedType(type);
  if (isLeafType(named) || !isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    (field) => !field.args.some((arg) => isNonNullType(arg.type)),
  );
  const leaf = fields.find((field) => isLeafType(getNamedType(field.type)));
  if (leaf) return ` { ${leaf.name} }`;
  const next = depth < 3 ? fields[0] : undefined;
  return next ? ` { ${next.name}${selection(next.type, depth + 1)} }` : ' { __typename }';
};

const takesFile = (type: GraphQLInputType, seen: readonly string[] = []): boolean => {
  const named = getNamedType(type);
  if (named.name === 'Upload') return true;
  if (!isInputObjectType(named) || seen.includes(named.name)) return false;
  return Object.values(named.getFields()).some(
    (field) => isNonNullType(field.type) && takesFile(field.type, [...seen, named.name]),
  );
};

const callOf = (kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string => {
  const args = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const given =
    args.length > 0 ? `(${args.map((arg) => `${arg.name}: ${literal(arg.type)}`).join(', ')})` : '';
  return `${kind} { ${field.name}${given}${selection(field.type)} }`;
};

/** One operation for each root field that takes no file, with well-typed but meaningless arguments. */
export const anyCalls = (schema: GraphQLSchema): { name: string; operation: string }[] =>
  (['query', 'mutation'] as const).flatMap((kind) => {
    const type = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(type?.getFields() ?? {})
      .filter((field) => !field.args.some((arg) => takesFile(arg.type)))
      .map((field) => ({ name: `${type?.name}.${field.name}`, operation: callOf(kind, field) }));
  });
