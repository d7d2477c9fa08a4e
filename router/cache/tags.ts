/** Purged entities by their kind; the first word of `product:prod_…`. */
export const KINDS: ReadonlyMap<string, string> = new Map([
  ['Product', 'product'],
  ['Category', 'category'],
]);

/** Of answers that hold something of the catalogue without saying of which product or category. */
export const ANY = 'products:any';
/** Of answers that hold a list of products. */
export const LIST = 'products:list';
export const anyOf = (kind: string): string => `${kind}:any`;

const FINE = new RegExp(`^(${[...KINDS.values()].join('|')}):`);

/** Said where the tree of categories has changed. */
const TREE = 'categories';

/** A change of one thing also reaches the answers that may hold it without its id. */
export const withUnnamed = (tags: readonly string[]): string[] => {
  const kinds = tags.flatMap((tag) => (tag === TREE ? 'category' : (FINE.exec(tag)?.[1] ?? [])));
  const unnamed = kinds.length > 0 || tags.includes(LIST) ? [ANY] : [];
  return [...new Set([...tags, ...kinds.map(anyOf), ...unnamed])];
};
