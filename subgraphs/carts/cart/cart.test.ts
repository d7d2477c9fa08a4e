import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId, type VariantId } from '../../../kernel/ids.ts';
import { aCart, codeOf, got, lineId, onSale, quantities } from '../../../tests/support/aCart.ts';
import { addLines, type Cart, type Offers, removeLines, setCodes, updateLines } from './cart.ts';
import { close } from './close.ts';
import { claim } from './merge.ts';

const mug = newId('var');
const pot = newId('var');
const ada = newId('user');

const add = (cart: Cart, offers: Offers, ...wanted: [VariantId, number][]) =>
  addLines(
    cart,
    wanted.map(([variantId, quantity]) => ({ variantId, quantity })),
    offers,
    lineId,
  );

describe('adding lines', () => {
  test('E08: adding a variant that is already in the cart does not make a second line', () => {
    expect(quantities(got(add(aCart([mug, 1]), onSale([mug, 10]), [mug, 2])))).toEqual([[mug, 3]]);
  });

  test('the same variant twice in one call is summed before it is capped', () => {
    expect(quantities(got(add(aCart(), onSale([mug, 5]), [mug, 3], [mug, 4])))).toEqual([[mug, 5]]);
  });

  test('a quantity above the stock is capped, and the wanted quantity is kept for the warning', () => {
    const cart = got(add(aCart(), onSale([mug, 5]), [mug, 9]));
    expect(cart.lines[0]).toMatchObject({ quantity: 5, wanted: 9 });
  });

  test('an item that is sold out, unknown or in another currency is refused', () => {
    expect(codeOf(add(aCart(), onSale([mug, 0]), [mug, 1]))).toBe('OUT_OF_STOCK');
    expect(codeOf(add(aCart(), onSale(), [mug, 1]))).toBe('VARIANT_UNAVAILABLE');
    expect(codeOf(add(aCart([mug, 1]), onSale([mug, 9], [pot, 9, 100, 'JPY']), [pot, 1]))).toBe(
      'CURRENCY_MISMATCH',
    );
  });

  test('the first item of an empty cart decides its currency', () => {
    expect(got(add(aCart(), onSale([pot, 9, 100, 'JPY']), [pot, 1])).currency).toBe('JPY');
  });

  test('E16: item 101 is refused', () => {
    const many = Array.from({ length: 100 }, () => newId('var'));
    const cart = aCart(...many.map((id): [VariantId, number] => [id, 1]));
    expect(
      codeOf(add(cart, onSale([mug, 9], ...many.map((id): [VariantId, number] => [id, 9])), [mug, 1])),
    ).toBe('LIMIT_EXCEEDED');
  });

  test('adding accepts changed prices', () => {
    expect(got(add(aCart([mug, 1]), onSale([mug, 9, 700], [pot, 9]), [pot, 1])).lines[0]?.seenPrice).toBe(
      700,
    );
  });

  test('no line ever holds more than the stock or than 999', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 2000 })), {
          maxLength: 20,
        }),
        (steps) => {
          const last = steps.reduce(
            (cart, [quantity, available]) => got(add(cart, onSale([mug, available]), [mug, quantity])),
            aCart(),
          );
          const limit = Math.min(999, steps.at(-1)?.[1] ?? 0);
          return last.lines.every((line) => line.quantity >= 1 && line.quantity <= limit);
        },
      ),
    );
  });
});

describe('changing lines', () => {
  test('a quantity of 0 removes the line', () => {
    const cart = aCart([mug, 2], [pot, 1]);
    const changes = [{ lineId: cart.lines[0]?.id ?? newId('line'), quantity: 0 }];
    expect(quantities(got(updateLines(cart, changes, onSale([mug, 9], [pot, 9]))))).toEqual([[pot, 1]]);
  });

  test('a line of another cart is not found', () => {
    expect(
      codeOf(updateLines(aCart([mug, 1]), [{ lineId: newId('line'), quantity: 1 }], onSale([mug, 9]))),
    ).toBe('NOT_FOUND');
    expect(codeOf(removeLines(aCart([mug, 1]), [newId('line')], onSale([mug, 9])))).toBe('NOT_FOUND');
  });

  test('E13: promotion codes are stored in upper case, without spaces and duplicates', () => {
    expect(got(setCodes(aCart(), [' ten ', 'TEN', 'two 2'])).promotionCodes).toEqual(['TEN', 'TWO2']);
    expect(codeOf(setCodes(aCart(), ['ü']))).toBe('INVALID');
    expect(
      codeOf(
        setCodes(
          aCart(),
          Array.from({ length: 11 }, (_, i) => `C${i}`),
        ),
      ),
    ).toBe('LIMIT_EXCEEDED');
  });
});

test('D06: a cart that one customer has claimed does not exist for another', () => {
  const claimed = got(claim(aCart(), ada));
  expect(codeOf(claim(claimed, ada))).toBe('done');
  expect(codeOf(claim(claimed, newId('user')))).toBe('NOT_FOUND');
});

test('a cart becomes only one order, and closing it again for the same order is safe', () => {
  const order = newId('ord');
  const ordered = (orderId = order) => ({ orderId, lines: null, promotionCodes: [] });
  const closed = got(close(aCart([mug, 1]), ordered()));
  expect(codeOf(close(closed, ordered()))).toBe('done');
  expect(codeOf(close(closed, ordered(newId('ord'))))).toBe('CART_CLOSED');
});
