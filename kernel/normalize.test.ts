import { expect, test } from 'vitest';
import { normalizeCode, normalizeEmail } from './normalize.ts';

test('R35: one code is one code, however it is typed', () => {
  const typed: [string, string][] = [
    ['ｓａｌｅ１', 'SALE1'],
    [' sale 1 ', 'SALE1'],
    ['sale\u00a01\u3000', 'SALE1'],
    ['sa\u200ble\u2060\u00ad1\ufeff', 'SALE1'],
    ['\u202asale1\u202c', 'SALE1'],
    ['oﬃce', 'OFFICE'],
    ['①②', '12'],
    ['spaß', 'SPASS'],
    ['SPAẞ', 'SPASS'],
    ['indirim', 'INDIRIM'],
    ['ındırım', 'INDIRIM'],
    ['İNDİRİM', 'INDIRIM'],
    ['ＳＡＬＥ＿１－２', 'SALE_1-2'],
  ];
  for (const [given, kept] of typed) expect(normalizeCode(given), given).toBe(kept);
});

test('R35: letters that only look alike stay different', () => {
  for (const other of ['SАLE1', 'SALΕ1', 'SÁLE1', 'SA\u0301LE1', 'SALE1\u0336'])
    expect(normalizeCode(other)).not.toBe('SALE1');
});

test('R35: what is normal stays as it is', () => {
  for (const code of ['SALE1', 'A_B-9']) expect(normalizeCode(code)).toBe(code);
});

test('R35: an address is the same in every service', () => {
  expect(normalizeEmail(' Ａda@Example.com ')).toBe('ada@example.com');
});
