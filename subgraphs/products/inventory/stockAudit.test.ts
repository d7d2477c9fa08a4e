import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { faultsOf } from './stockAudit.ts';

const variantId = newId('var');
const hold = (quantity: number) => ({ orderId: newId('ord'), variantId, quantity, expiresAt: new Date() });
const stock = {
  variantId,
  onHand: 5,
  reserved: 2,
  available: 3,
  holds: [hold(2)],
  moved: { onHand: 5, reserved: 2 },
};
const kinds = (over: Partial<typeof stock>) => faultsOf({ ...stock, ...over }).map(({ kind }) => kind);

test('I1: the level is what its movements and its holds add up to, and never below zero', () => {
  expect(kinds({})).toEqual([]);
  expect(kinds({ available: 4 })).toEqual(['STOCK_LEVEL']);
  expect(kinds({ onHand: -1, available: -3, moved: { onHand: -1, reserved: 2 } })).toEqual(['STOCK_LEVEL']);
  expect(kinds({ moved: { onHand: 6, reserved: 2 } })).toEqual(['STOCK_LEDGER']);
  expect(kinds({ holds: [hold(1)] })).toEqual(['STOCK_HOLDS']);
});

test('stock that moves at every look is not held against its movements', () => {
  expect(faultsOf({ ...stock, moved: null })).toEqual([]);
});
