import { expect, test } from 'vitest';
import { fieldFaults } from '../catalogue/productInput.ts';
import { isSlug } from '../catalogue/slug.ts';
import { variantFaults } from '../catalogue/variant.ts';
import { ROOMS } from './catalogue.ts';
import { inputOf } from './demoProduct.ts';

const products = ROOMS.flatMap((room) => room.shelves.flatMap((shelf) => shelf.products));
const inputs = products.map((product, number) => inputOf(product, number, 'cat_01h455vb4pex5vsknk084sn02q'));
const variants = inputs.flatMap((input) => input.variants);
const isUnique = (all: readonly unknown[]): boolean => new Set(all).size === all.length;

test('the demo shop has at least forty products on about ten shelves', () => {
  expect(products.length).toBeGreaterThanOrEqual(40);
  expect(ROOMS.flatMap(({ shelves }) => shelves).length).toBeGreaterThanOrEqual(10);
  expect(ROOMS.flatMap((room) => [room, ...room.shelves]).every(({ slug }) => isSlug(slug))).toBe(true);
});

test('all demo products are what staff could have entered', () => {
  for (const input of inputs) {
    expect(fieldFaults(input), input.title).toEqual([]);
    for (const variant of input.variants) expect(variantFaults(variant, []), variant.sku).toEqual([]);
  }
});

test('names, numbers and barcodes are there once', () => {
  expect(isUnique(inputs.map(({ slug }) => slug))).toBe(true);
  expect(isUnique(variants.map(({ sku }) => sku))).toBe(true);
  expect(isUnique(variants.map(({ barcode }) => barcode))).toBe(true);
});

test('each barcode ends with its check digit', () => {
  for (const { barcode } of variants) {
    const sum = [...(barcode ?? '')].reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 3 : 1), 0);
    expect(sum % 10, String(barcode)).toBe(0);
  }
});

test('reduced prices are below what they were, and every product can be bought', () => {
  expect(products.filter(({ was }) => was !== undefined).length).toBeGreaterThan(4);
  for (const { compareAtPrice, price } of variants)
    if (compareAtPrice) expect(compareAtPrice.amount).toBeGreaterThan(price.amount);
  for (const input of inputs)
    expect(
      input.variants.some(({ onHand }) => (onHand ?? 0) > 0),
      input.title,
    ).toBe(true);
  expect(variants.some(({ onHand }) => onHand === 0)).toBe(true);
});
