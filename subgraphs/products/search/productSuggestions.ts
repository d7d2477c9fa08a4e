import { badInput } from '../../../kernel/errors.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { readTyped } from './searchCriteria.ts';
import type { Row } from './searchRow.ts';

export type Suggestion = Readonly<{ text: string; product: Product | null }>;

const MAX_SUGGESTIONS = 20;
const MAX_BRANDS = 2;

/** Brands that begin with what was typed, then products with a word that does: those whose title begins with it first. */
export const productSuggestions =
  ({ search, products }: Pick<Ports, 'search' | 'products'>) =>
  async (typed: string, first: number): Promise<Suggestion[]> => {
    if (!Number.isInteger(first) || first < 1 || first > MAX_SUGGESTIONS)
      throw badInput(`first must be 1 to ${MAX_SUGGESTIONS}.`);
    const words = readTyped('prefix', typed);
    const prefix = words.at(-1);
    if (prefix === undefined) return [];
    const found = (await search.rows()).filter(
      (row) => row.status === 'ACTIVE' && goesOn(row, words.slice(0, -1), prefix),
    );
    const brands = brandsOf(found, words.join(' '))
      .slice(0, first)
      .map((text) => ({ text, product: null }));
    const best = inOrder(found, words.join(' ')).slice(0, first - brands.length);
    const shown = await products.find(best.map(({ id }) => id));
    return [
      ...brands,
      ...shown.flatMap((product) => (product?.status === 'ACTIVE' ? [{ text: product.title, product }] : [])),
    ];
  };

const goesOn = ({ words }: Row, whole: readonly string[], prefix: string): boolean =>
  words.some((word) => word.startsWith(prefix)) && whole.every((word) => words.includes(word));

const brandsOf = (found: readonly Row[], typed: string): string[] => {
  const begun = found.flatMap(({ brand, foldedBrand }) =>
    brand && foldedBrand?.startsWith(typed) ? [[foldedBrand, brand] as const] : [],
  );
  return [...new Map(begun).values()].slice(0, MAX_BRANDS);
};

const inOrder = (found: readonly Row[], typed: string): Row[] => {
  const begins = ({ title }: Row): number => Number(title.startsWith(typed));
  return [...found].sort((a, b) => begins(b) - begins(a) || b.sold - a.sold || (a.title < b.title ? -1 : 1));
};
