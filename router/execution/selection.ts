import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type FieldWriter, INVALID, type Making, shapeOf } from './compiledResponse.ts';
import { type Data, isSubtype, own } from './queryPlan.ts';

/** What selections are compiled against. `introspect` answers what is asked of the schema itself. */
export type Compiling = Readonly<{
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  introspect(node: FieldNode, making: Making): unknown;
}>;

/** Fills an object with what was asked of it, in the order in which it was asked. */
export const fillOf = (
  compiling: Compiling,
  { selections }: SelectionSetNode,
  parent: string,
): FieldWriter => {
  const fills = selections.map((node) =>
    conditional(node.directives ?? [], selectionFill(compiling, node, parent)),
  );
  return (input, output, type, making) => {
    for (const fill of fills) if (!fill(input, output, type, making)) return false;
    return true;
  };
};

const selectionFill = (compiling: Compiling, node: SelectionNode, parent: string): FieldWriter => {
  if (node.kind === Kind.FIELD) return fieldFill(compiling, node, parent);
  const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : compiling.fragments.get(node.name.value);
  if (!fragment) return () => true;
  const on = fragment.typeCondition?.name.value;
  const fill = fillOf(compiling, fragment.selectionSet, on ?? parent);
  if (on === undefined) return fill;
  const applies = remembered((type) => isSubtype(compiling.schema, type, on));
  return (input, output, type, making) => !applies(type) || fill(input, output, type, making);
};

const remembered = (test: (name: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (name: string): boolean => {
    const answer = known.get(name) ?? test(name);
    known.set(name, answer);
    return answer;
  };
};

const fieldFill = (compiling: Compiling, node: FieldNode, parent: string): FieldWriter => {
  const name = node.name.value;
  const key = (node.alias ?? node.name).value;
  if (name === '__typename') return typenameFill(compiling, key);
  if (name === '__schema' || name === '__type') return introspectionFill(compiling, node, key);
  const type = compiling.schema.getType(parent);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  if (!field) return () => true;
  const of = node.selectionSet ? fillBelow(compiling, node.selectionSet, field.type) : null;
  const shape = shapeOf(field.type, of, (one) => compiling.schema.getType(one));
  return (input, output, _, making) => {
    making.path.push(key);
    const made = shape(own(input, key), own(output, key), making);
    making.path.pop();
    output[key] = made === INVALID ? null : made;
    return made !== INVALID;
  };
};

const fillBelow = (
  compiling: Compiling,
  set: SelectionSetNode,
  type: Parameters<typeof shapeOf>[0],
): FieldWriter => {
  let named = type;
  while ('ofType' in named) named = named.ofType as typeof named;
  return isCompositeType(named) ? fillOf(compiling, set, named.name) : () => true;
};

/** The object's own type name, if it is in the public schema. An abstract type has none; then there is no object either. */
const typenameFill =
  ({ schema }: Compiling, key: string): FieldWriter =>
  (input, output, type) => {
    if (own(output, key) !== undefined) return true;
    const told = own(input, key) ?? own(input, '__typename');
    const found = (typeof told === 'string' ? schema.getType(told) : undefined) ?? schema.getType(type);
    if (!isObjectType(found)) return false;
    output[key] = found.name;
    return true;
  };

const introspectionFill =
  ({ introspect }: Compiling, node: FieldNode, key: string): FieldWriter =>
  (_, output: Data, __, making) => {
    output[key] ??= introspect(node, making);
    return true;
  };

/** Leaves out what `@skip` and `@include` leave out. */
const conditional = (directives: readonly DirectiveNode[], fill: FieldWriter): FieldWriter => {
  const tests = directives.flatMap(conditionOf);
  if (tests.length === 0) return fill;
  return (input, output, type, making) =>
    tests.some((test) => !test(making)) || fill(input, output, type, making);
};

const conditionOf = ({ name, arguments: args }: DirectiveNode): ((making: Making) => boolean)[] => {
  const value = args?.find((argument) => argument.name.value === 'if')?.value;
  const isWanted = name.value === 'include';
  if (!value || !(isWanted || name.value === 'skip')) return [];
  if (value.kind === Kind.VARIABLE) return [({ variables }) => variables[value.name.value] === isWanted];
  return [() => value.kind === Kind.BOOLEAN && value.value === isWanted];
};
