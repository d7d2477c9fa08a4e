import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { CodedError } from '../../kernel/errors.ts';

/** Far more than pages need that are put together from many fragments. */
const MAX_COMPARISONS = 10_000;

/**
 * The document without selections that stand twice in one selection set with the same text. They mean nothing, and validation compares
 * all fields of one name with each other. The text is that of the source: printing each level of a deep document anew takes long.
 */
export const withoutRepetitions = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet: {
      leave: (set) => {
        if (set.selections.length < 2) return undefined;
        const seen = new Map(set.selections.map((node) => [sourceOf(node), node] as const).reverse());
        if (seen.size === set.selections.length) return undefined;
        const kept = new Set(seen.values());
        return { ...set, selections: set.selections.filter((node) => kept.has(node)) };
      },
    },
  });

/** A node that was not parsed from a text is like no other. */
const sourceOf = (node: SelectionNode): string | SelectionNode =>
  node.loc?.source.body.slice(node.loc.start, node.loc.end) ?? node;

/** How many fields have one response name in a selection set, and how many selections are below them. */
type Named = Readonly<{ count: number; below: number }>;
type Names = ReadonlyMap<string, Named>;

/**
 * Refuses a document of which validation would compare too many pairs of fields: those that have one name in one selection set, fragments
 * included, and what is below them. Costs as much as reading the document. Fragments must not contain themselves.
 */
export const checkOverlap = (document: DocumentNode): void => {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const namesOf = collector(fragments);
  let comparisons = 0;
  visit(document, {
    SelectionSet: (set, _, parent) => {
      if (parent && 'kind' in parent && parent.kind === Kind.INLINE_FRAGMENT) return;
      for (const { count, below } of namesOf(set).values())
        comparisons += (count * (count - 1)) / 2 + (count - 1) * below;
      if (comparisons > MAX_COMPARISONS)
        throw new CodedError(
          'QUERY_TOO_COMPLEX',
          'The document selects the same fields too often: select each field once in each place.',
        );
    },
  });
};

/** Collects names once for each fragment. */
const collector = (fragments: ReadonlyMap<string, FragmentDefinitionNode>) => {
  const known = new Map<string, Names>();
  const sizes = new Map<SelectionSetNode, number>();

  const ofFragment = (name: string): Names => {
    const kept = known.get(name);
    if (kept) return kept;
    const node = fragments.get(name);
    const names = node ? ofSet(node.selectionSet) : new Map();
    known.set(name, names);
    return names;
  };
  const ofSet = ({ selections }: SelectionSetNode): Names => {
    const names = new Map<string, Named>();
    for (const node of selections)
      for (const [name, added] of ofSelection(node)) names.set(name, sum(names.get(name), added));
    return names;
  };
  const ofSelection = (node: SelectionNode): Names => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value);
    if (node.kind === Kind.INLINE_FRAGMENT) return ofSet(node.selectionSet);
    return new Map([
      [
        (node.alias ?? node.name).value,
        { count: 1, below: node.selectionSet ? sizeOf(node.selectionSet) : 0 },
      ],
    ]);
  };
  const sizeOf = (set: SelectionSetNode): number => {
    const kept = sizes.get(set);
    if (kept !== undefined) return kept;
    const size = set.selections.reduce((total, node) => total + sizeOfSelection(node), 0);
    sizes.set(set, size);
    return size;
  };
  const sizeOfSelection = (node: SelectionNode): number => {
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(node.name.value);
      return 1 + (fragment ? sizeOf(fragment.selectionSet) : 0);
    }
    return 1 + (node.selectionSet ? sizeOf(node.selectionSet) : 0);
  };
  return ofSet;
};

const sum = (a: Named | undefined, b: Named): Named =>
  a ? { count: a.count + b.count, below: a.below + b.below } : b;
