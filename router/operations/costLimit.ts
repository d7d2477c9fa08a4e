import {
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { badInput, CodedError } from '../../kernel/errors.ts';

type Variables = Readonly<Record<string, unknown>>;
/** What executing an operation with these variables may come to, in objects; throws where that is too much. */
export type CostOf = (variables: Variables) => number;
type Weigh = (variables: Variables) => number;

const MAX_COST = 10_000;
const MAX_PAGE = 100;
const ASSUMED_LENGTH = 5;
const MUTATION = 10;
const OF_A_PAGE = new Set(['nodes', 'edges']);
const one: Weigh = () => 1;
const nothing: Weigh = () => 0;
const assumed: Weigh = () => ASSUMED_LENGTH;

/** Counts the objects that may be fetched: lists by their `first`, lists without one by an assumed length, inside one another multiplied. */
export const costOf = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostOf => {
  const root = schema.getRootType(operation.operation);
  const weigh = root ? weighSet(schema, document, operation.selectionSet, root, null) : one;
  const base = operation.operation === 'mutation' ? MUTATION : 1;
  return (variables) => {
    const cost = base + weigh(variables);
    if (cost > MAX_COST)
      throw new CodedError(
        'QUERY_TOO_COMPLEX',
        `This could fetch ${cost} objects where ${MAX_COST} are allowed: ask for smaller pages.`,
      );
    return cost;
  };
};

/** `page` is the length of the page whose `nodes` and `edges` stand in this selection set. */
const weighSet = (
  schema: GraphQLSchema,
  document: DocumentNode,
  set: SelectionSetNode,
  parent: GraphQLNamedType,
  page: Weigh | null,
): Weigh => {
  const parts = set.selections.map((node): Weigh => {
    if (node.kind === Kind.FIELD) return weighField(schema, document, node, parent, page);
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : findFragment(document, node.name.value);
    const on = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
    return fragment && on ? weighSet(schema, document, fragment.selectionSet, on, page) : nothing;
  });
  return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
};

const findFragment = (document: DocumentNode, name: string) =>
  document.definitions.find(
    (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name && node,
  ) as Extract<DocumentNode['definitions'][number], { kind: Kind.FRAGMENT_DEFINITION }> | undefined;

const weighField = (
  schema: GraphQLSchema,
  document: DocumentNode,
  node: FieldNode,
  parent: GraphQLNamedType,
  page: Weigh | null,
): Weigh => {
  const field =
    isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  const type = field && getNamedType(field.type);
  if (!field || !type) return nothing;
  const first = field.args.find(({ name }) => name === 'first');
  const asked = first ? lengthOf(node, first) : null;
  if (!isCompositeType(type) || !node.selectionSet) return nothing;
  const list = isList(field.type);
  const below = weighSet(schema, document, node.selectionSet, type, list ? null : asked);
  const times = list ? (asked ?? (page && OF_A_PAGE.has(field.name) ? page : assumed)) : one;
  return (variables) => {
    if (!list) asked?.(variables);
    return times(variables) * (1 + below(variables));
  };
};

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** The value of `first`, which may be 1 to 100 wherever it stands. */
const lengthOf = (node: FieldNode, first: GraphQLArgument): Weigh => {
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  const fallback = typeof first.defaultValue === 'number' ? first.defaultValue : ASSUMED_LENGTH;
  return (variables) => {
    const length = value ? (readInt(value, variables) ?? fallback) : fallback;
    if (length < 1 || length > MAX_PAGE) throw badInput(`first must be 1 to ${MAX_PAGE}.`);
    return length;
  };
};

const readInt = (value: ValueNode, variables: Variables): number | null => {
  if (value.kind === Kind.INT) return Number(value.value);
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : null;
  return typeof given === 'number' ? given : null;
};
