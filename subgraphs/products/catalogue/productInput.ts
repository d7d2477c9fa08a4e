import type { ProductCreateInput } from '../../../generated/products/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Refusal } from '../../../kernel/outcome.ts';
import { countFault, fault, textFault } from '../check.ts';
import { LIMITS } from '../limits.ts';
import { plainText, safeHtml } from './html.ts';
import type { Product } from './product.ts';
import { isSlug, readSlug } from './slug.ts';

/** The fields that productCreate and productUpdate share. */
type ProductFields = {
  [Field in 'title' | 'slug' | 'descriptionHtml' | 'brand' | 'tags' | 'categoryIds' | 'status']?:
    | ProductCreateInput[Field]
    | null
    | undefined;
};

/** What is wrong with the fields that are given. */
export const fieldFaults = (input: ProductFields): Refusal[] => [
  ...(input.title == null ? [] : textFault('The title', input.title, LIMITS.title, ['title'])),
  ...(input.brand == null ? [] : textFault('The brand', input.brand, LIMITS.brand, ['brand'])),
  ...fault(
    input.slug != null && !isSlug(readSlug(input.slug)),
    `A slug is lower-case words joined by dashes, at most ${LIMITS.slug} characters.`,
    ['slug'],
  ),
  ...fault(
    (input.descriptionHtml?.length ?? 0) > LIMITS.descriptionHtml,
    `The description may have at most ${LIMITS.descriptionHtml} characters.`,
    ['descriptionHtml'],
  ),
  ...countFault('tags', input.tags ?? [], 0, LIMITS.tags, ['tags']),
  ...(input.tags ?? []).flatMap((tag, i) => textFault('A tag', tag, LIMITS.tag, ['tags', i])),
  ...countFault('categories', input.categoryIds ?? [], 0, LIMITS.categories, ['categoryIds']),
];

/** A product with the fields that are given; null takes away what can be missing. */
export const withFields = (product: Product, input: ProductFields): Product => ({
  ...product,
  title: input.title?.trim() ?? product.title,
  slug: input.slug == null ? product.slug : readSlug(input.slug),
  brand: input.brand === undefined ? product.brand : (input.brand?.trim() ?? null),
  status: input.status ?? product.status,
  tags: input.tags ? unique(input.tags.map((tag) => tag.trim())) : product.tags,
  categoryIds: input.categoryIds
    ? unique(input.categoryIds.map((id) => readId('cat', id)))
    : product.categoryIds,
  ...(input.descriptionHtml == null ? {} : described(input.descriptionHtml)),
});

const described = (html: string): Pick<Product, 'description' | 'descriptionHtml'> => {
  const descriptionHtml = safeHtml(html);
  return { descriptionHtml, description: plainText(descriptionHtml) };
};

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

type Given = string | null | undefined;

/** Two ways to name a thing, of which exactly one is taken. */
export const oneOf = <A extends string, B extends string, T>(
  names: Readonly<Record<A | B, Given>>,
  byFirst: (value: string) => Promise<T>,
  bySecond: (value: string) => Promise<T>,
): Promise<T> => {
  const [[first, a], [second, b]] = Object.entries(names) as [[string, Given], [string, Given]];
  if (a != null && b == null) return byFirst(a);
  if (b != null && a == null) return bySecond(b);
  throw badInput(`Give ${first} or ${second}, one of them.`);
};
