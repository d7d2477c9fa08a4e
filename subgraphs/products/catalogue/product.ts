import type { CategoryId, ProductId, VariantId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Picture } from '../../../kernel/picture.ts';
import { isStaff, type Viewer } from '../../../kernel/viewer.ts';
import type { Along } from '../search/boughtTogether.ts';
import type { PriceSince } from './price.ts';

export type ProductStatus = 'DRAFT' | 'ACTIVE' | 'ARCHIVED';
export type SelectedOption = Readonly<{ name: string; value: string }>;
export type Media = Picture & Readonly<{ alt: string | null }>;

export type Variant = Readonly<{
  id: VariantId;
  sku: string;
  selectedOptions: readonly SelectedOption[];
  compareAtPrice: Money | null;
  /** Never empty; the last one is in force. */
  prices: readonly PriceSince[];
  weightGrams: number | null;
  barcode: string | null;
  /** Which of the product's pictures shows it, if not the main one. */
  imageId?: Media['id'] | null;
}>;

/** Reviews counted by their stars, 1 to 5. */
export type Ratings = readonly [number, number, number, number, number];

export type Product = Readonly<{
  id: ProductId;
  slug: string;
  title: string;
  description: string;
  descriptionHtml: string;
  brand: string | null;
  status: ProductStatus;
  tags: readonly string[];
  categoryIds: readonly CategoryId[];
  variants: readonly Variant[];
  media: readonly Media[];
  createdAt: Date;
  updatedAt: Date;
  /** What is counted elsewhere and noted here for lists. */
  inStock: boolean;
  sold: number;
  along: readonly Along[];
  ratings: Ratings;
}>;

/** A product of nothing yet, to write into. */
export const emptyProduct = (id: ProductId, slug: string, now: Date): Product => ({
  id,
  slug,
  title: '',
  description: '',
  descriptionHtml: '',
  brand: null,
  status: 'DRAFT',
  tags: [],
  categoryIds: [],
  variants: [],
  media: [],
  createdAt: now,
  updatedAt: now,
  inStock: false,
  sold: 0,
  along: [],
  ratings: [0, 0, 0, 0, 0],
});

/** A variant with what it is a variant of. */
export type VariantOf = Readonly<{ product: Product; variant: Variant }>;

export const priceOf = ({ prices }: Variant): Money => {
  const present = prices.at(-1);
  if (!present) throw new Error('A variant has a price.');
  return present.price;
};

export const variantTitle = ({ selectedOptions }: Variant): string =>
  selectedOptions.map(({ value }) => value).join(' / ') || 'Default';

export const variantsOf = (product: Product): VariantOf[] =>
  product.variants.map((variant) => ({ product, variant }));

export const variantIn = (product: Product, id: VariantId): VariantOf | null => {
  const variant = product.variants.find((each) => each.id === id);
  return variant ? { product, variant } : null;
};

export const priceRange = ({ variants }: Product): { min: Money; max: Money } => {
  const byPrice = variants.map(priceOf).sort((a, b) => a.amount - b.amount);
  const [min, max] = [byPrice[0], byPrice.at(-1)];
  if (!min || !max) throw new Error('A product has a variant.');
  return { min, max };
};

/** In what the variants differ, with the values in the order of the variants. */
export const optionsOf = ({ variants }: Pick<Product, 'variants'>): { name: string; values: string[] }[] => {
  const options = new Map<string, Set<string>>();
  for (const { name, value } of variants.flatMap(({ selectedOptions }) => selectedOptions))
    options.set(name, (options.get(name) ?? new Set()).add(value));
  return [...options].map(([name, values]) => ({ name, values: [...values] }));
};

/** Whether two choices are the same, in whatever order and case they are given. */
export const sameOptions = (a: readonly SelectedOption[], b: readonly SelectedOption[]): boolean =>
  optionKey(a) === optionKey(b);

/** A choice as a key: the same for any order and case of its options. */
export const optionKey = (options: readonly SelectedOption[]): string =>
  JSON.stringify(
    options.map(({ name, value }) => [name.trim().toLowerCase(), value.trim().toLowerCase()]).sort(),
  );

/** What is not sold is there for staff alone; for everybody else it is as if there were none. */
export const visible =
  (viewer: Viewer) =>
  (product: Product | null): Product | null =>
    product && (product.status === 'ACTIVE' || isStaff(viewer)) ? product : null;

export const visibleVariant =
  (viewer: Viewer) =>
  (found: VariantOf | null): VariantOf | null =>
    found && visible(viewer)(found.product) ? found : null;
