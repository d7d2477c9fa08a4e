import { expect, test } from 'vitest';
import { checkOwnKey, ownerOf } from './serviceKeys.ts';

const key = (kid: string, x: string, service?: string) => ({
  kty: 'OKP',
  kid,
  x,
  ...(service ? { service } : {}),
});
const env = (own: ReturnType<typeof key>, ...keys: ReturnType<typeof key>[]) => ({
  SERVICE_PRIVATE_KEY: own,
  SERVICE_PUBLIC_KEYS: { keys },
});

test('R40: a key belongs to the process that it names, an old one to the process that is its id', () => {
  expect(ownerOf(key('fingerprint', 'x', 'orders'))).toBe('orders');
  expect(ownerOf(key('orders', 'x'))).toBe('orders');
});

test('R40: a process whose calls would all be refused does not start', () => {
  const own = key('a', 'xa', 'orders');
  expect(() => checkOwnKey('orders', env(own, key('b', 'xb', 'orders'), own))).not.toThrow();
  expect(() => checkOwnKey('carts', env(own, own))).toThrow('SERVICE_PRIVATE_KEY is the key of orders');
  expect(() => checkOwnKey('orders', env(own, key('b', 'xb', 'orders')))).toThrow(
    'SERVICE_PUBLIC_KEYS does not have the public half',
  );
  expect(() => checkOwnKey('orders', env(own, key('a', 'another', 'orders')))).toThrow(
    'SERVICE_PUBLIC_KEYS does not have the public half',
  );
});
