import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { type Product, priceOf } from '../catalogue/product.ts';
import { blank, merge } from './mergeProduct.ts';
import type { ProductDraft, VariantDraft } from './productDraft.ts';

const now = new Date('2026-11-23T10:00:00Z');
const later = new Date('2026-11-24T10:00:00Z');

const variant = (sku: string, colour: string, amount = 1000): VariantDraft => ({
  line: 2,
  sku,
  price: { amount, currency: 'EUR' },
  compareAtPrice: null,
  selectedOptions: [{ name: 'Colour', value: colour }],
  weightGrams: 100,
  barcode: null,
  onHand: 5,
  image: null,
});
const draftOf = (...variants: VariantDraft[]): ProductDraft => ({
  line: 2,
  slug: 'mug',
  title: 'Mug',
  descriptionHtml: '<p>A mug.</p>',
  brand: null,
  tags: ['clay'],
  status: 'ACTIVE',
  categories: [],
  variants,
  pictures: [],
  notes: [],
});
const merged = (product: Product, draft: ProductDraft, at = now) =>
  merge(product, {
    draft,
    categoryIds: [],
    ids: new Map(draft.variants.map(({ sku }) => [sku, newId('var')])),
    now: at,
  });
const must = (product: Product, draft: ProductDraft, at = now) => {
  const outcome = merged(product, draft, at);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.value;
};
const mug = () => must(blank(now), draftOf(variant('B', 'Blue'), variant('R', 'Red'))).product;
const reported = ({ variants }: Product) =>
  variants.map((each) => [each.sku, each.selectedOptions[0]?.value, priceOf(each).amount]);

test('whatever is merged, merging it again is the very same product, with nothing to stock', () => {
  const variants = fc.uniqueArray(
    fc.record({ sku: fc.constantFrom('A', 'B', 'C', 'D'), amount: fc.nat(5000) }),
    {
      selector: ({ sku }) => sku,
      minLength: 1,
    },
  );
  fc.assert(
    fc.property(variants, (all) => {
      const draft = draftOf(...all.map(({ sku, amount }) => variant(sku, `Colour ${sku}`, amount)));
      const once = must(mug(), draft).product;
      expect(must(once, draft, later)).toEqual({ product: once, opening: [] });
      expect(must(once, draft, later).product).toBe(once);
    }),
  );
});

test('a variant keeps its id and its old prices when its price changes', () => {
  const before = mug();
  const { product, opening } = must(before, draftOf(variant('B', 'Blue', 900), variant('R', 'Red')), later);
  expect(product.variants.map(({ id }) => id)).toEqual(before.variants.map(({ id }) => id));
  expect(product.variants[0]?.prices.map(({ price }) => price.amount)).toEqual([1000, 900]);
  expect(opening).toEqual([]);
});

test('variants that the file does not have stay, and new ones get their stock', () => {
  const { product, opening } = must(mug(), draftOf(variant('G', 'Grey')), later);
  expect(reported(product).map(([sku]) => sku)).toEqual(['B', 'R', 'G']);
  expect(opening).toEqual([{ variantId: product.variants[2]?.id, onHand: 5 }]);
});

test('a variant with another SKU is known by its options', () => {
  const before = mug();
  const { product } = must(before, draftOf(variant('BLUE', 'Blue'), variant('R', 'Red')), later);
  expect(product.variants[0]).toMatchObject({ id: before.variants[0]?.id, sku: 'BLUE' });
});

test('two variants may change places, but never become one', () => {
  expect(reported(must(mug(), draftOf(variant('B', 'Red'), variant('R', 'Blue')), later).product)).toEqual([
    ['B', 'Red', 1000],
    ['R', 'Blue', 1000],
  ]);
  const outcome = merged(mug(), draftOf(variant('B', 'Red'), variant('N', 'Blue')), later);
  expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'ALREADY_EXISTS' }] });
});
