import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { hashToken, matchesToken, orderToken } from '../order/order.ts';
import { orderNumber } from './draftOrder.ts';

test('a number has ten unambiguous letters and digits, and begins with a letter', () => {
  for (let i = 0; i < 1000; i++)
    expect(orderNumber(randomBytes(10))).toMatch(/^[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{9}$/);
});

test('ten thousand numbers are ten thousand different ones', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => orderNumber(randomBytes(10)))).size).toBe(10_000);
});

test('a token is the same for the same order, and matches no other', () => {
  const [id, other] = [newId('ord'), newId('ord')];
  const token = orderToken('a secret of the shop', id);
  expect(orderToken('a secret of the shop', id)).toBe(token);
  expect(matchesToken(hashToken(token), token)).toBe(true);
  expect(matchesToken(hashToken(token), orderToken('a secret of the shop', other))).toBe(false);
  expect(matchesToken(hashToken(token), orderToken('another secret', id))).toBe(false);
  expect(matchesToken(null, token)).toBe(false);
  expect(matchesToken(hashToken(token), null)).toBe(false);
});
