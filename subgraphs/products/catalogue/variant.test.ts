import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Product, Variant } from './product.ts';
import { changeVariant, newVariant, variantFaults, withVariants } from './variant.ts';

const now = new Date(0);
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const input = (over = {}) => ({
  sku: newId('key'),
  price: eur(1000),
  selectedOptions: [{ name: 'Size', value: 'S' }],
  ...over,
});
const variant = (over = {}): Variant => newVariant(newId('var'), input(over), now);
const product = { variants: [] } as unknown as Product;
const faults = (...variants: readonly Variant[]): string[] => {
  const outcome: Outcome<Product> = withVariants(product, variants, (i) => ['variants', i]);
  return outcome.ok ? [] : outcome.refusals.map(({ field }) => field?.join('.') ?? '');
};
const large = { selectedOptions: [{ name: 'size', value: 'L' }] };

describe('variants of a product', () => {
  test('have the same options, each choice once, whatever the case', () => {
    expect(faults(variant(), variant(large))).toEqual([]);
    expect(faults(variant(), variant({ selectedOptions: [{ name: 'SIZE', value: 's' }] }))).toEqual([
      'variants.1.selectedOptions',
    ]);
    expect(faults(variant(), variant({ selectedOptions: [] }))).toEqual(['variants.1.selectedOptions']);
  });

  test('are priced in one currency, below what is struck through', () => {
    expect(faults(variant(), variant({ ...large, price: { amount: 1, currency: 'USD' } }))).toEqual([
      'variants.1.price',
    ]);
    expect(faults(variant({ compareAtPrice: eur(1000) }))).toEqual(['variants.0.compareAtPrice']);
    expect(faults(variant({ compareAtPrice: eur(1001) }))).toEqual([]);
  });

  test('do not share a SKU', () => {
    expect(faults(variant({ sku: 'A' }), variant({ ...large, sku: 'A' }))).toEqual(['variants.1.sku']);
  });

  test('E02: have prices and stock within bounds', () => {
    for (const wrong of [
      { price: eur(-1) },
      { price: eur(1e13) },
      { onHand: -1 },
      { weightGrams: -1 },
      { sku: ' ' },
      { sku: 'a\u0000' },
    ])
      expect(variantFaults(input(wrong), []), JSON.stringify(wrong)).toHaveLength(1);
  });

  test('change in what is given; null takes away', () => {
    const before = variant({ weightGrams: 5, barcode: '123' });
    expect(changeVariant(before, {}, now)).toEqual(before);
    expect(changeVariant(before, { weightGrams: null, barcode: '4' }, now)).toEqual({
      ...before,
      weightGrams: null,
      barcode: '4',
    });
  });
});
