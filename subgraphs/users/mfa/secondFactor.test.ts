import { TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { encryption } from '../keys/encryption.ts';
import { hashRecoveryCode, newRecoveryCodes, newSecret, stepOf, uriOf } from './secondFactor.ts';

const at = (seconds: number) => new Date(seconds * 1000);
const codeAt = (secret: string, seconds: number) =>
  new TOTP({ secret }).generate({ timestamp: seconds * 1000 });

test('a code is good in its step and the ones beside it, and says which it was', () => {
  const secret = newSecret();
  const code = codeAt(secret, 3_000);
  expect([2_969, 2_970, 3_000, 3_059, 3_060].map((now) => stepOf(secret, code, at(now)))).toEqual([
    null,
    100,
    100,
    100,
    null,
  ]);
  expect(stepOf(secret, `${code.slice(0, 3)} ${code.slice(3)}`, at(3_000))).toBe(100);
  expect(stepOf(newSecret(), 'abcdef', at(3_000))).toBeNull();
});

test('the address for authenticator apps names the shop and the account', () => {
  expect(uriOf('JBSWY3DPEHPK3PXP', 'ada@example.com')).toMatch(
    /^otpauth:\/\/totp\/Plexus:ada%40example\.com\?issuer=Plexus&secret=JBSWY3DPEHPK3PXP/,
  );
});

test('recovery codes are ten different ones, the same however they are typed, and their owner’s alone', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  const keeper = encryption('development-secret-0123456789-0123456789');
  const [code = ''] = codes;
  expect(hashRecoveryCode(keeper, 'user_a', code.toUpperCase().replaceAll('-', ' '))).toBe(
    hashRecoveryCode(keeper, 'user_a', code),
  );
  expect(hashRecoveryCode(keeper, 'user_b', code)).not.toBe(hashRecoveryCode(keeper, 'user_a', code));
});
