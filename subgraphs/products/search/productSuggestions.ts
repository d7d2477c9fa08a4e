import { badInput } from '../../../kernel/errors.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { readTyped } from './wanted.ts';
import { fold } from './words.ts';

export type Suggestion = Readonly<{ text: string; product: Product | null }>;

const MAX_SUGGESTIONS = 20;
const CANDIDATES = 60;

/** Brands that begin with what was typed, then products with a word that does: those whose title begins with it first. */
export const productSuggestions =
  ({ search }: Pick<Ports, 'search'>) =>
  async (typed: string, first: number): Promise<Suggestion[]> => {
    if (!Number.isInteger(first) || first < 1 || first > MAX_SUGGESTIONS) throw badInput(`first must be 1 to ${MAX_SUGGESTIONS}.`);
    const words = readTyped('prefix', typed);
    const prefix = words.at(-1);
    if (prefix === undefined) return [];
    const found = await search.startingWith(words.slice(0, -1), prefix, CANDIDATES);
    return rank(found, words.join(' ')).slice(0, first);
  };

const rank = (found: readonly Product[], typed: string): Suggestion[] => {
  const brands = new Map(found.flatMap(({ brand }) => (brand && fold(brand).startsWith(typed) ? [[fold(brand), brand]] : [])));
  const begins = ({ title }: Product) => Number(fold(title).startsWith(typed));
  const products = [...found].sort((a, b) => begins(b) - begins(a) || b.sold - a.sold || (fold(a.title) < fold(b.title) ? -1 : 1));
  return [
    ...[...brands.values()].slice(0, 2).map((text) => ({ text, product: null })),
    ...products.map((product) => ({ text: product.title, product })),
  ];
};
