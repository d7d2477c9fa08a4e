import { expect, test } from 'vitest';
import { networkOf } from '../../../kernel/network.ts';
import { signInAttempts } from './limits.ts';

test('C02: neighbouring addresses are one network', () => {
  expect(networkOf('203.0.113.7')).toBe(networkOf('203.0.113.200'));
  expect(networkOf('::ffff:203.0.113.7')).toBe(networkOf('203.0.113.200'));
  expect(networkOf('203.0.114.7')).not.toBe(networkOf('203.0.113.7'));
  expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:0db8:0001:0002:ffff:ffff:ffff:ffff'));
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  expect(networkOf('::1')).toBe('0:0:0:0');
});

test('C01: a known device is counted apart from everybody else who tries the account', () => {
  const origin = { ip: '203.0.113.7', userAgent: 'Firefox' };
  const [, , known] = signInAttempts(origin, 'ada@example.com', 'laptop');
  const [, , stranger] = signInAttempts(origin, 'ada@example.com', null);
  expect(known).toEqual({ limit: 'signInPerDevice', of: 'ada@example.com laptop' });
  expect(stranger).toEqual({ limit: 'signInPerAccount', of: 'ada@example.com' });
});
