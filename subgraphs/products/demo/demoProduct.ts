import type { ProductCreateInput, ProductVariantInput } from '../../../generated/products/types.ts';
import type { Shape } from './scene.ts';

/** The colours of the shop. */
export const COLOURS = {
  Blush: '#dcb0a0',
  Brass: '#bf9c54',
  Charcoal: '#45423f',
  Clay: '#c4694a',
  Cream: '#efe6d6',
  Ink: '#2f3e4e',
  Moss: '#5d6b47',
  Oak: '#c19a6b',
  Ochre: '#cf9a3d',
  Sage: '#8fa58c',
  Sand: '#d9c7a7',
  Sky: '#9db8c9',
  Walnut: '#7a5639',
} as const;
export type Colour = keyof typeof COLOURS;

/** A product of the demo shop in few words. Prices in cents, weights in grams; a size adds to both. */
export type DemoProduct = Readonly<{
  slug: string;
  title: string;
  brand: string;
  tags: readonly string[];
  text: string;
  facts: readonly string[];
  price: number;
  /** The price before it was reduced. */
  was?: number;
  grams: number;
  colours: readonly [Colour, ...Colour[]];
  sizes?: readonly (readonly [name: string, price: number, grams: number])[];
  shape: Shape;
}>;

const CURRENCY = 'EUR';

/** A demo product as staff would enter it; `number` is its place in the catalogue. */
export const inputOf = (product: DemoProduct, number: number, categoryId: string): ProductCreateInput => ({
  title: product.title,
  slug: product.slug,
  brand: product.brand,
  tags: [...product.tags],
  descriptionHtml: `<p>${product.text}</p><ul>${product.facts.map((fact) => `<li>${fact}</li>`).join('')}</ul>`,
  categoryIds: [categoryId],
  status: 'ACTIVE',
  variants: variantsOf(product, number),
});

const variantsOf = (product: DemoProduct, number: number): ProductVariantInput[] => {
  const sizes = product.sizes ?? [['', 0, 0] as const];
  const choices = product.colours.flatMap((colour) => sizes.map((size) => ({ colour, size })));
  return choices.map(({ colour, size: [size, price, grams] }, at) => ({
    sku: `HAL-${String(number + 1).padStart(3, '0')}-${String(at + 1).padStart(2, '0')}`,
    price: { amount: product.price + price, currency: CURRENCY },
    ...(product.was === undefined
      ? {}
      : { compareAtPrice: { amount: product.was + price, currency: CURRENCY } }),
    selectedOptions: [
      ...(product.colours.length > 1 ? [{ name: 'Colour', value: colour }] : []),
      ...(size === '' ? [] : [{ name: 'Size', value: size }]),
    ],
    weightGrams: product.grams + grams,
    barcode: ean13(290_000_000_000 + number * 100 + at),
    onHand: stockOf(number, at),
  }));
};

/** Plenty of most, the last few of some, none of a few, so that each state of the shop can be seen. */
const stockOf = (number: number, at: number): number => {
  const turn = (number * 7 + at * 11) % 29;
  if (turn === 13 && at > 0) return 0;
  return turn === 5 ? 3 : 40 + ((number * 37 + at * 53) % 160);
};

/** The twelve digits of a shop's own article (29…) with their check digit. */
const ean13 = (twelve: number): string => {
  const digits = [...String(twelve)].map(Number);
  const sum = digits.reduce((all, digit, at) => all + digit * (at % 2 ? 3 : 1), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
};
