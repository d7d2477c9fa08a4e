import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { CodedError } from '../../kernel/errors.ts';

export const MAX_TOKENS = 2_000;
const MAX_DEPTH = 12;
const MAX_ALIASES = 30;
const MAX_DIRECTIVES = 4;
const MAX_SELECTIONS = 2_000;
const MAX_ROOT_FIELDS = { query: 20, mutation: 5, subscription: 1 } as const;

/** What a selection set amounts to when its fragments are spread out. */
type Shape = Readonly<{ depth: number; selections: number; aliases: number; fields: number }>;
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const NOTHING: Shape = { depth: 0, selections: 0, aliases: 0, fields: 0 };
const RESERVED = /^__/;

const refuse = (message: string) => new CodedError('GRAPHQL_VALIDATION_FAILED', message);

/** Refuses a document that is too deep, too wide or too repetitive; it costs as much as reading the text, whatever fragments multiply. */
export const checkShape = (document: DocumentNode): void => {
  const fragments: Fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  checkDirectives(document);
  const measure = measurer(fragments);
  for (const fragment of fragments.keys()) checkSize({ ...measure.fragment(fragment), depth: 0 });
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const shape = measure.set(node.selectionSet);
    checkSize(shape);
    const most = MAX_ROOT_FIELDS[node.operation];
    if (shape.fields > most) throw refuse(`A ${node.operation} may have at most ${most} root fields.`);
  }
};

const checkSize = ({ depth, selections, aliases }: Shape): void => {
  if (depth > MAX_DEPTH) throw refuse(`The document is deeper than ${MAX_DEPTH} levels.`);
  if (aliases > MAX_ALIASES) throw refuse(`The document has more than ${MAX_ALIASES} aliases.`);
  if (selections > MAX_SELECTIONS)
    throw refuse(`The document selects more than ${MAX_SELECTIONS} fields when its fragments are spread.`);
};

const checkDirectives = (document: DocumentNode): void => {
  visit(document, {
    enter: (node) => {
      const directives =
        'directives' in node ? (node.directives as readonly DirectiveNode[] | undefined) : undefined;
      if (directives && directives.length > MAX_DIRECTIVES)
        throw refuse(`At most ${MAX_DIRECTIVES} directives may stand at one place.`);
    },
  });
};

/** Measures each fragment once. */
const measurer = (fragments: Fragments) => {
  const known = new Map<string, Shape | 'measuring'>();

  const fragment = (name: string): Shape => {
    const kept = known.get(name);
    if (kept === 'measuring') throw refuse('A fragment must not contain itself.');
    if (kept) return kept;
    known.set(name, 'measuring');
    const node = fragments.get(name);
    const shape = node ? set(node.selectionSet) : NOTHING;
    known.set(name, shape);
    return shape;
  };
  const set = ({ selections }: SelectionSetNode): Shape => selections.map(selection).reduce(beside, NOTHING);
  const selection = (node: SelectionNode): Shape => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return plusOne(fragment(node.name.value));
    if (node.kind === Kind.INLINE_FRAGMENT) return plusOne(set(node.selectionSet));
    const name = node.name.value;
    if (node.alias && RESERVED.test(node.alias.value))
      throw refuse('An alias must not begin with two underscores.');
    const below = node.selectionSet ? set(node.selectionSet) : NOTHING;
    const exempt = name === '__schema' || name === '__type';
    return {
      depth: exempt ? 1 : below.depth + 1,
      selections: below.selections + 1,
      aliases: below.aliases + (node.alias ? 1 : 0),
      fields: 1,
    };
  };
  return { fragment, set };
};

const plusOne = (shape: Shape): Shape => ({ ...shape, selections: shape.selections + 1 });
const beside = (a: Shape, b: Shape): Shape => ({
  depth: Math.max(a.depth, b.depth),
  selections: a.selections + b.selections,
  aliases: a.aliases + b.aliases,
  fields: a.fields + b.fields,
});
