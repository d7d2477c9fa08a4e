import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEmail } from './user.ts';

test('C11: case, spaces and full-width letters do not make another address', () => {
  for (const text of ['Ada@Example.COM', '  ada@example.com ', 'ａｄａ@example.com'])
    expect(parseEmail(text)).toBe('ada@example.com');
});

test('C11: plus signs and dots are part of the mailbox', () => {
  expect(parseEmail('a.da+shop@example.com')).toBe('a.da+shop@example.com');
});

test('C11: look-alike letters, missing parts and too long ones are no addresses', () => {
  for (const text of [
    'аda@example.com',
    'not an address',
    'ada@',
    '@example.com',
    'a@b',
    `${'a'.repeat(250)}@example.com`,
  ])
    expect(parseEmail(text)).toBeNull();
});

test('C11: a line break is refused before anything is done', () => {
  for (const text of ['ada@example.com\r\nBcc: all@example.com', 'ada\u0000@example.com'])
    expect(() => parseEmail(text)).toThrow();
});

test('reading is stable: what was read reads as itself', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (text) => {
      const read = parseEmail(text);
      if (read !== null) expect(parseEmail(read.toUpperCase())).toBe(read);
    }),
  );
});
