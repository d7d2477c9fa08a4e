import { expect, test } from 'vitest';
import { isId, newId, newSecretId, newToken, readId } from './ids.ts';

test('an id is of its kind and of no other', () => {
  const id = newId('prod');
  expect(readId('prod', id)).toBe(id);
  expect(() => readId('var', id)).toThrow('no id of the kind var_');
});

test('D09: whatever is no id is refused before any store is asked', () => {
  const bad = [
    '',
    'prod_',
    "prod_' OR 1=1 --",
    `prod_${'a'.repeat(10_000)}`,
    'prod_00000000000000000000000\0aa',
    `prod_${'Z'.repeat(26)}`,
    '-1',
  ];
  for (const text of bad) expect(isId('prod', text)).toBe(false);
});

test('D06: a secret id has 128 random bits', () => {
  const ids = Array.from({ length: 500 }, () => newSecretId('cart'));
  expect(new Set(ids).size).toBe(500);
  const heads = new Set(ids.map((id) => id.slice(5, 9)));
  expect(heads.size, 'no part of it is a clock').toBeGreaterThan(400);
});

test('a token has 256 bits', () => {
  expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32);
});
