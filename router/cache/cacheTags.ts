import {
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { ofEachQuery, type Parent, typeOfField } from '../subgraphs/dataSource.ts';
import { isRecord } from '../subgraphs/subgraphAnswer.ts';

/** Purged entities by their kind; the first word of `product:prod_…`. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['Product', 'product'],
  ['Category', 'category'],
]);

/** Of answers that hold something of the catalogue without saying of which product or category. */
const ANY = 'products:any';
/** Of answers that hold a list of products. */
const LIST = 'products:list';
const anyOf = (kind: string): string => `${kind}:any`;

const FINE = new RegExp(`^(${[...KINDS.values()].join('|')}):`);

/** Said where the tree of categories has changed. */
const TREE = 'categories';

/** A change of one thing also reaches the answers that may hold it without its id. */
export const withUnnamed = (tags: readonly string[]): string[] => {
  const kinds = tags.flatMap((tag) => (tag === TREE ? 'category' : (FINE.exec(tag)?.[1] ?? [])));
  const unnamed = kinds.length > 0 || tags.includes(LIST) ? [ANY] : [];
  return [...new Set([...tags, ...kinds.map(anyOf), ...unnamed])];
};

type Tags = Set<string>;
/** Adds the tags of a value; `named` where something around it says already what it belongs to. */
type Visit = (value: unknown, named: boolean, tags: Tags) => void;
/** The tags of what the catalogue answered, whole and by entity. */
export type Tagger = Readonly<{
  all(query: string, data: Readonly<Record<string, unknown>>, representations: unknown): string[];
  entity(query: string, entity: unknown, representation: unknown): string[];
}>;

const LISTS = /^Product(Connection|Edge)?$/;

/** Finds out which products and categories an answer holds, also where its client asked for no id: then it goes with any of them. */
export const cacheTagger = (schema: GraphQLSchema): Tagger => {
  const visitOf = ofEachQuery((document) => documentVisit(schema, document));
  const entity = (query: string, value: unknown, representation: unknown, tags: Tags): void => {
    const named = tagOf(representation);
    if (named !== null) tags.add(named);
    if (named === null || value !== null) visitOf(query)({ _entities: value }, named !== null, tags);
  };
  return {
    all: (query, data, representations) => {
      const tags: Tags = new Set();
      const entities = data._entities;
      if (!Array.isArray(representations) || !Array.isArray(entities)) visitOf(query)(data, false, tags);
      else for (const [i, value] of entities.entries()) entity(query, value, representations[i], tags);
      return [...tags];
    },
    entity: (query, value, representation) => {
      const tags: Tags = new Set();
      entity(query, value, representation, tags);
      return [...tags];
    },
  };
};

/** The tags of a representation. */
const tagOf = (representation: unknown): string | null => {
  if (!isRecord(representation)) return null;
  const kind = KINDS.get(String(representation.__typename));
  return kind && typeof representation.id === 'string' ? `${kind}:${representation.id}` : null;
};

const documentVisit = (schema: GraphQLSchema, document: DocumentNode): Visit => {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operation
    ? objectVisit(schema, operation.selectionSet, schema.getRootType(operation.operation))
    : (_, __, tags) => tags.add(ANY);
};

type Place = Readonly<{ node: FieldNode; on: Parent }>;

/** All fields of a selection set with the type that they are asked of. */
const placesOf = (schema: GraphQLSchema, set: SelectionSetNode, parent: Parent): Place[] =>
  set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [{ node, on: parent }];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const on = node.typeCondition;
    return placesOf(schema, node.selectionSet, on ? schema.getType(on.name.value) : parent);
  });

const objectVisit = (schema: GraphQLSchema, set: SelectionSetNode, type: Parent): Visit => {
  const places = placesOf(schema, set, type);
  const fields = places.map((place) => fieldVisit(schema, place));
  const kind = KINDS.get(type?.name ?? '');
  const id = places.find(({ node }) => node.name.value === 'id')?.node;
  const key = id && (id.alias ?? id.name).value;
  return (value, named, tags) => {
    if (!isRecord(value)) return;
    if (kind) tags.add(key && typeof value[key] === 'string' ? `${kind}:${value[key]}` : anyOf(kind));
    for (const field of fields) field(value, named || kind !== undefined, tags);
  };
};

const fieldVisit = (schema: GraphQLSchema, { node, on }: Place): Visit => {
  const name = node.name.value;
  const key = (node.alias ?? node.name).value;
  if (name === '__typename') return () => undefined;
  const type = typeOfField(on, name);
  const of = type && getNamedType(type);
  const below =
    node.selectionSet && (of || name === '_entities') ? objectVisit(schema, node.selectionSet, of) : null;
  if (!below || (of && isLeafType(of))) return leaf;
  const lists = of && type ? listTags(of.name, type) : [];
  const inside = lists.includes(LIST);
  const absent = [anyOf(KINDS.get(of?.name ?? '') ?? 'products'), LIST];
  return (value, named, tags) => {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    for (const tag of lists) tags.add(tag);
    if (inner != null) each(inner, (one) => below(one, named || inside, tags));
    else if (!named) for (const tag of absent) tags.add(tag);
  };
};

const leaf: Visit = (_, named, tags) => {
  if (!named) tags.add(ANY);
};

/** Lists change when something comes into them. */
const listTags = (name: string, type: GraphQLOutputType): string[] => {
  const list = isListType(isNonNullType(type) ? type.ofType : type);
  if (list && name === 'Category') return [anyOf('category')];
  return LISTS.test(name) && (list || name !== 'Product') ? [LIST] : [];
};

const each = (value: unknown, run: (one: unknown) => void): void => {
  if (Array.isArray(value)) for (const one of value) each(one, run);
  else run(value);
};
