import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashInput, readKey } from './idempotency.ts';

test('F21: a key is 1 to 255 visible characters', () => {
  expect(readKey('a-1')).toBe('a-1');
  for (const key of ['', 'a b', 'a\n', 'ü', 'x'.repeat(256)])
    expect(() => readKey(key)).toThrow('idempotencyKey');
});

test('the order of fields does not matter, what is in them does', () => {
  expect(hashInput({ a: 1, b: [1, 2] })).toBe(hashInput({ b: [1, 2], a: 1 }));
  expect(hashInput({ a: [1, 2] })).not.toBe(hashInput({ a: [2, 1] }));
  expect(hashInput({ a: undefined, b: 1 })).toBe(hashInput({ b: 1 }));
});

test('two inputs that differ have different hashes', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.jsonValue(),
      (a, b) =>
        (JSON.stringify(a) === JSON.stringify(b)) === (hashInput(a) === hashInput(b)) || sameFields(a, b),
    ),
  );
});

/** JSON tells the order of fields apart, and -0 from nothing; the hash need not. */
const sameFields = (a: unknown, b: unknown): boolean => {
  try {
    expect(JSON.parse(JSON.stringify(a))).toEqual(JSON.parse(JSON.stringify(b)));
    return true;
  } catch {
    return false;
  }
};
