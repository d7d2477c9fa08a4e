import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newPassword, parsePassword } from './password.ts';

const ada = { email: 'ada.lovelace@example.com', givenName: 'Augusta', familyName: 'Lovelace' };
const accepted = (text: string): boolean => newPassword(text, ada, 'password').ok;

test('C08: 12 to 128 characters are a password', () => {
  const long = 'correct horse battery staple '.repeat(5);
  expect([11, 12, 128, 129].map((length) => accepted(`${`${long}`.slice(0, length - 1)}~`))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('C08: what others would guess first is refused', () => {
  for (const text of [
    'password1234',
    'passwordpassword',
    'PasswordPassword',
    'aaaaaaaaaaaa',
    '121212121212',
    '123456789012',
    'qwertyuiopas',
    '!!password!!1',
  ])
    expect(accepted(text), text).toBe(false);
});

test('C08: the own address and names are refused, in any case', () => {
  for (const text of ['my-ada.lovelace-1815', 'xx-LOVELACE-xx-1815', 'augusta has a secret'])
    expect(accepted(text), text).toBe(false);
});

test('C08: the same text composed or decomposed is the same password', () => {
  expect(parsePassword('crème brûlée à la mode'.normalize('NFD'))).toBe(
    'crème brûlée à la mode'.normalize('NFC'),
  );
});

test('C08: a megabyte is misuse, before anything is hashed', () => {
  expect(() => parsePassword('a'.repeat(1_000_000))).toThrow();
});

test('random passwords of a password manager are taken', () => {
  for (let i = 0; i < 500; i++) expect(accepted(randomBytes(12).toString('base64url'))).toBe(true);
});

test('a password of repeats is refused, however long', () => {
  for (const text of ['ab'.repeat(64), 'a'.repeat(128), 'abc'.repeat(42)]) expect(accepted(text)).toBe(false);
});
