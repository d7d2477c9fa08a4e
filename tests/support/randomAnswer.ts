import { createHash } from 'node:crypto';
import {
  type GraphQLFormattedError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';

type Data = Record<string, unknown>;
/** The shares of fields that are null regardless of their type, of errors, and of values of a wrong type. */
export type Trouble = Readonly<{ nulls: number; errors: number; violations: number }>;
type Answer = Readonly<{ data: Data | null; errors?: GraphQLFormattedError[] }>;

/** A number from 0 to 1, derived from words. */
const share = (...words: unknown[]): number =>
  createHash('sha1').update(JSON.stringify(words)).digest().readUInt32BE() / 4_294_967_296;

/** Answers like a subgraph, derived from a seed: an object has the same fields for every caller. */
export const randomAnswer = (schema: GraphQLSchema, seed: number, trouble: Trouble) => {
  const leaf = (type: GraphQLNamedType, who: string): unknown => {
    if (share(seed, who, 'misfit') < trouble.violations)
      return isEnumType(type) ? 'NO_SUCH' : type.name === 'String' ? 7 : 'odd';
    if (isEnumType(type))
      return type.getValues()[Math.floor(share(seed, who) * type.getValues().length)]?.name;
    if (type.name === 'Int' || type.name === 'SafeInt') return Math.floor(share(seed, who) * 1000);
    if (type.name === 'Boolean') return share(seed, who) < 0.5;
    if (type.name === 'Float') return share(seed, who);
    return `${type.name}-${Math.floor(share(seed, who) * 50)}`;
  };
  const value = (type: GraphQLOutputType, set: SelectionSetNode | undefined, who: string): unknown => {
    if (isNonNullType(type))
      return share(seed, who, 'never') < trouble.nulls / 4 ? null : value(type.ofType, set, who);
    if (share(seed, who, 'null') < trouble.nulls) return null;
    if (isListType(type))
      return Array.from({ length: Math.floor(share(seed, who, 'length') * 4) }, (_, i) =>
        value(type.ofType, set, `${who}.${i}`),
      );
    if (!isCompositeType(type)) return leaf(type, who);
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const of = possible[Math.floor(share(seed, who, 'type') * possible.length)];
    return of && set ? object(of, set, who) : null;
  };
  const object = (type: GraphQLNamedType, set: SelectionSetNode, who: string, data: Data = {}): Data => {
    for (const node of set.selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) continue;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition ? schema.getType(node.typeCondition.name.value) : type;
        const applies =
          on === type || (isAbstractType(on) && isObjectType(type) && schema.isSubType(on, type));
        if (applies && isWanted(node.directives)) object(type, node.selectionSet, who, data);
        continue;
      }
      const key = (node.alias ?? node.name).value;
      if (!isWanted(node.directives)) continue;
      if (node.name.value === '__typename') data[key] = type.name;
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
      if (field)
        data[key] = value(
          field.type,
          node.selectionSet,
          `${who}.${node.name.value}${node.arguments?.map(print).join() ?? ''}`,
        );
    }
    return data;
  };
  return (text: string, variables: Readonly<Record<string, unknown>>): Answer => {
    const operation = parse(text).definitions[0] as OperationDefinitionNode;
    const { representations } = variables;
    if (!Array.isArray(representations)) {
      const root = schema.getRootType(operation.operation);
      const fails = share(seed, text, 'fails') < trouble.errors;
      const errors = fails ? [{ message: 'broken', path: [keyOf(operation)] }] : undefined;
      return {
        data: root ? object(root, operation.selectionSet, 'root') : null,
        ...(errors ? { errors } : {}),
      };
    }
    const entities = operation.selectionSet.selections[0];
    const set = entities?.kind === Kind.FIELD ? entities.selectionSet : undefined;
    const errors: GraphQLFormattedError[] = [];
    const found = representations.map((one: Data, i) => {
      const who = JSON.stringify([one.__typename, one.id]);
      if (share(seed, who, text, 'fails') < trouble.errors) {
        errors.push({ message: 'broken entity', path: ['_entities', i, 'x'] });
        return null;
      }
      const type = schema.getType(String(one.__typename));
      return type && set ? object(type, set, who) : null;
    });
    return { data: { _entities: found }, ...(errors.length ? { errors } : {}) };
  };
};

const keyOf = ({ selectionSet }: OperationDefinitionNode): string => {
  const first = selectionSet.selections[0];
  return first?.kind === Kind.FIELD ? (first.alias ?? first.name).value : 'x';
};

/** With `$yes` given as true and `$no` as false by default. */
const isWanted = (directives: OperationDefinitionNode['directives']): boolean =>
  (directives ?? []).every(({ name, arguments: args }) => {
    const given = args?.[0]?.value;
    const truth =
      given?.kind === Kind.BOOLEAN
        ? given.value
        : given?.kind === Kind.VARIABLE && given.name.value === 'yes';
    return name.value === 'include' ? truth : !truth;
  });
