import { expect, test } from 'vitest';
import { COUNTRY_CODES, codesOf, countryName, readCountryCode, storedCountry } from './countries.ts';
import { scalars } from './scalars.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`));

test('R06: of all 676 pairs of letters, the 249 of ISO 3166-1 and XK are taken; UK and EL are normalised, the rest is refused', () => {
  const taken = PAIRS.filter((pair) => readCountryCode(pair) === pair);
  expect(taken).toEqual(COUNTRY_CODES);
  expect(taken).toHaveLength(250);
  const others = PAIRS.filter((pair) => !taken.includes(pair)).map((pair) => [pair, readCountryCode(pair)]);
  expect(others).toHaveLength(426);
  expect(others.filter(([, code]) => code !== undefined)).toEqual([
    ['EL', 'GR'],
    ['UK', 'GB'],
  ]);
});

test.each([
  'QO',
  'EU',
  'UN',
  'ZZ',
  'XA',
  'XB',
  'AC',
  'AN',
  'CP',
  'DG',
  'EA',
  'IC',
  'SU',
  'TA',
  'YU',
  'XI',
  'FX',
  'QU',
  'AAA',
  'D',
  '',
  'Atlantis',
  'Korea',
])('R06: %j is no country', (text) => {
  expect(readCountryCode(text)).toBeUndefined();
  expect(() => scalars.CountryCode.parseValue(text)).toThrow('CountryCode: a country by its ISO 3166-1 code');
});

test.each([
  ...[
    ['de', 'DE'],
    [' De ', 'DE'],
    ['DEU', 'DE'],
    ['ＤＥ', 'DE'],
    ['D\u200bE', 'DE'],
    ['İT', 'IT'],
    ['ıt', 'IT'],
    ['gbr', 'GB'],
    ['uk', 'GB'],
  ],
  ...[
    ['U.K.', 'GB'],
    ['Great Britain', 'GB'],
    ['England', 'GB'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['United States', 'US'],
  ],
  ...[
    ['Deutschland', 'DE'],
    ['ÖSTERREICH', 'AT'],
    ['Suisse', 'CH'],
    ['España', 'ES'],
    ['Espana', 'ES'],
    ['日本', 'JP'],
    ['中国', 'CN'],
  ],
  ...[
    ["Côte d'Ivoire", 'CI'],
    ['Cote d’Ivoire', 'CI'],
    ['Co\u0302te d´Ivoire', 'CI'],
    ['Ivory Coast', 'CI'],
  ],
  ...[
    ['Türkiye', 'TR'],
    ['TÜRKİYE', 'TR'],
    ['turkiye', 'TR'],
    ['TÜRKIYE', 'TR'],
    ['Turkey', 'TR'],
  ],
  ...[
    ['Kosovo', 'XK'],
    ['Kosovë', 'XK'],
    ['XKX', 'XK'],
    ['Laos', 'LA'],
    ['Syria', 'SY'],
    ['The Netherlands', 'NL'],
    ['Holland', 'NL'],
  ],
  ...[
    ['Bolivia', 'BO'],
    ['Iran, Islamic Republic of', 'IR'],
    ['Viet Nam', 'VN'],
    ['Congo', 'CG'],
    ['DR Congo', 'CD'],
    ['台灣', 'TW'],
  ],
])('R06: %j is %s', (text, code) => {
  expect(readCountryCode(text)).toBe(code);
  expect(scalars.CountryCode.parseValue(text)).toBe(code);
});

test('R06: every country is found by its English name, which is not the code', () => {
  for (const code of COUNTRY_CODES) {
    expect(countryName(code)).not.toBe(code);
    expect([code, readCountryCode(countryName(code))]).toEqual([code, code]);
  }
});

test('R06: territories with a code of their own stay countries', () => {
  for (const code of ['PR', 'GU', 'VI', 'GF', 'RE', 'HK', 'AX', 'IM'])
    expect(readCountryCode(code)).toBe(code);
});

test('R06: what was stored under another code is found and shown under the present one; the unknown stays', () => {
  expect(codesOf('GB')).toEqual(['GB', 'UK']);
  expect(storedCountry('UK')).toBe('GB');
  expect(storedCountry('AN')).toBe('AN');
});

test('R06: a text of any length is answered', () => {
  expect(readCountryCode('x'.repeat(1_000_000))).toBeUndefined();
  expect(scalars.CountryCode.serialize('AN')).toBe('AN');
});
