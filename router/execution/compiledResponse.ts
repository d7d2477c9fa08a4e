import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { type Data, isData } from './queryPlan.ts';
import { type Compiling, fillOf } from './selection.ts';

const INTEGER = /^-?\d+$/;

/** Whether a value may stand for a type in an answer. What a scalar of our own holds is its subgraph's business. */
const leafTest = (type: GraphQLLeafType): ((value: unknown) => boolean) => {
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

/** The making of one answer: variables as they count, and what was found wrong. `path` is where it is, shared by all. */
export type Making = Readonly<{
  variables: Readonly<Record<string, unknown>>;
  errors: GraphQLError[];
  path: (string | number)[];
}>;
/** The value as the client asked for it; `known` where an earlier selection of the same name made a part of it. */
type Shape = (value: unknown, known: unknown, making: Making) => unknown;
/** Fills an object; false where it has to be null as a whole. */
export type FieldWriter = (input: Data, output: Data, type: string, making: Making) => boolean;

/** Stands for a null in a non-null position: the closest nullable parent becomes null. */
export const INVALID = Symbol('invalid');

const wrong = ({ errors, path }: Making, message: string): void => {
  errors.push(new GraphQLError(message, { path: [...path] }));
};

/** Completes a value by the type of its field. A null in a non-null position is reported once and propagates to the closest nullable parent. */
export const shapeOf = (type: GraphQLOutputType, fill: FieldWriter | null, find: FindType): Shape => {
  if (!isNonNullType(type)) return orNull(inner(type, fill, find));
  const shape = inner(type.ofType, fill, find);
  return (value, known, making) => {
    if (value == null) wrong(making, 'A value is missing that is never null.');
    const made = value == null ? INVALID : shape(value, known, making);
    return made === null ? INVALID : made;
  };
};

/** Finds an object type that clients know, or what it may stand for. */
type FindType = (name: string) => GraphQLNamedType | undefined;

const orNull =
  (shape: Shape): Shape =>
  (value, known, making) => {
    if (value == null || known === null) return null;
    const made = shape(value, known, making);
    return made === INVALID ? null : made;
  };

const inner = (
  type: Exclude<GraphQLOutputType, { ofType: never }>,
  fill: FieldWriter | null,
  find: FindType,
): Shape => {
  if (isNonNullType(type)) return shapeOf(type, fill, find);
  if (isListType(type)) return listShape(shapeOf(type.ofType, fill, find));
  if (isCompositeType(type)) return objectShape(type.name, fill ?? (() => true), find);
  const fits = leafTest(type);
  return (value, known, making) => {
    if (known !== undefined) return known;
    if (fits(value)) return value;
    wrong(making, 'A value does not fit its type.');
    return INVALID;
  };
};

const listShape =
  (item: Shape): Shape =>
  (value, known, making) => {
    if (!Array.isArray(value)) {
      wrong(making, 'A list is none.');
      return INVALID;
    }
    const before = Array.isArray(known) ? (known as unknown[]) : [];
    let invalid = false;
    const made = value.map((one: unknown, i) => {
      making.path.push(i);
      const shaped = item(one, before[i], making);
      making.path.pop();
      invalid ||= shaped === INVALID;
      return shaped;
    });
    return invalid ? INVALID : made;
  };

const objectShape =
  (declared: string, fill: FieldWriter, find: FindType): Shape =>
  (value, known, making) => {
    if (!isData(value)) {
      wrong(making, 'An object is none.');
      return INVALID;
    }
    const name = value.__typename;
    if (typeof name === 'string' && name !== declared && !isCompositeType(find(name))) {
      wrong(making, 'An object is of a type that is not public.');
      return INVALID;
    }
    const output = isData(known) ? known : {};
    return fill(value, output, typeof name === 'string' && name !== '' ? name : declared, making)
      ? output
      : INVALID;
  };

/** Makes of the data of all fetches what the client asked for, and no more. */
export type Answering = (
  data: Data,
  variables: Making['variables'],
) => Readonly<{ data: Data | null; errors: readonly GraphQLError[] }>;

/** Compiles an operation once for all of its answers; `schema` is what clients see. */
export const answering = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Answering => {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const root = schema.getRootType(operation.operation)?.name ?? '';
  const compiling: Compiling = {
    schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    introspect: introspection(schema, operation, fragments),
  };
  const fill = fillOf(compiling, operation.selectionSet, root);
  return (input, variables) => {
    const making: Making = { variables, errors: [], path: [] };
    const output: Data = {};
    return { data: fill(input, output, root, making) ? output : null, errors: making.errors };
  };
};

/** What is asked of the schema is answered by graphql itself. */
const introspection =
  (
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: readonly FragmentDefinitionNode[],
  ): Compiling['introspect'] =>
  (node, { variables }) => {
    const only: OperationDefinitionNode = {
      ...operation,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
    };
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [only, ...fragments] };
    const { data } = executeSync({ schema, document, rootValue: {}, variableValues: variables });
    return data?.[(node.alias ?? node.name).value] ?? null;
  };
