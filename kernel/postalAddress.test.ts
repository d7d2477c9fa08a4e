import { expect, test } from 'vitest';
import { addressFormat } from './addressFormats.ts';
import { COUNTRY_CODES } from './countries.ts';
import { readPostalAddress } from './postalAddress.ts';
import { regionCodes } from './regions.ts';

const berlin = { name: 'Ada Example', line1: '1 Straße', city: 'Berlin', postalCode: '10115', country: 'DE' };
const newYork = {
  name: 'Ada Example',
  line1: '1 Main Street',
  city: 'New York',
  region: 'NY',
  postalCode: '10001',
  country: 'US',
};
const faultyFields = (input: Parameters<typeof readPostalAddress>[0]) =>
  readPostalAddress(input).faults.map(({ field }) => field);

test('R14: an address of every country with an example of its postal codes and a region is taken, and reading it again changes nothing', () => {
  for (const country of COUNTRY_CODES) {
    const [region] = regionCodes(country);
    const given = {
      ...berlin,
      country,
      region: region ?? null,
      postalCode: addressFormat(country).examples[0] ?? null,
    };
    const { address, faults } = readPostalAddress(given);
    expect([country, faults]).toEqual([country, []]);
    expect(readPostalAddress(address)).toEqual({ address, faults: [] });
  }
});

test('R14: a postal code is needed where the country has and requires them', () => {
  for (const country of ['DE', 'GB', 'FR', 'NL', 'CH', 'AT', 'SE', 'PL', 'PT', 'PR', 'GU', 'RE', 'GF'])
    for (const postalCode of [null, undefined, '', ' ', '\u200b'])
      expect([country, faultyFields({ ...berlin, country, postalCode })]).toEqual([country, ['postalCode']]);
  for (const postalCode of [null, '\u3164'])
    expect(faultyFields({ ...newYork, postalCode })).toEqual(['postalCode']);
  for (const country of ['HK', 'IE', 'AE', 'QA', 'BS', 'PA', 'VN', 'CL'])
    expect([country, faultyFields({ ...berlin, country, postalCode: null })]).toEqual([country, []]);
});

const BLANKS = [
  '',
  ' ',
  '\u200b',
  '\u2060',
  '\u00ad',
  '\ufeff',
  '\u3164',
  '\u115f',
  '\uffa0',
  '\u202e',
  '\u200f',
  '\u2066\u2069',
  '\u0301',
  '\u0301\u0308',
];
const MORE_BLANKS = [
  '\u00a0',
  '\u3000',
  '\u2003\u200b',
  '\u2800',
  '\ufe0f',
  '\u034f',
  '\u180e',
  '\u{e0001}',
  '\u{e0020}',
  ' \u0301',
  '\u2028',
  '\u20dd',
];

test.each([...BLANKS, ...MORE_BLANKS])('R14: a line of %j alone is empty', (blank) => {
  for (const field of ['name', 'line1', 'city'] as const)
    expect(faultyFields({ ...berlin, [field]: blank })).toEqual([field]);
  for (const field of ['company', 'line2', 'phone'] as const)
    expect(readPostalAddress({ ...berlin, [field]: blank }).address[field]).toBeNull();
});

test('R14: letters of all scripts can be seen, and keep the joiners between them', () => {
  for (const city of ['東京', 'กรุงเทพ', 'می\u200cخواهم', 'Ђ', 'Ⓑ', 'Å', 'क\u094dष'])
    expect(readPostalAddress({ ...berlin, city: ` ${city}\u200b ` })).toMatchObject({
      address: { city: city.normalize('NFC') },
      faults: [],
    });
});

test('R14: all that is wrong is told at once, each with its field', () => {
  expect(
    faultyFields({ name: '', line1: '\u200b', city: '', country: 'US', postalCode: 'x', region: 'Bavaria' }),
  ).toEqual([...['name', 'line1', 'city', 'region', 'postalCode']]);
  expect(faultyFields({ ...berlin, city: 'x'.repeat(201), phone: 'a\u0007b' })).toEqual(['city', 'phone']);
});

test('R07: a region is normalised, however it is written', () => {
  for (const region of ['NY', 'ny', 'US-NY', 'New York', ' new\u00a0york '])
    expect(readPostalAddress({ ...newYork, region })).toMatchObject({
      address: { region: 'NY' },
      faults: [],
    });
  expect(readPostalAddress({ ...berlin, region: 'Bavaria' }).address.region).toBe('BY');
});

test('R07: where addresses have regions, one is needed, and an unknown one is refused', () => {
  for (const region of [null, '', '\u200b', 'Bavaria', 'ZZ', 'New'])
    expect(faultyFields({ ...newYork, region })).toEqual(['region']);
  for (const country of ['CA', 'AU', 'IT', 'ES', 'BR', 'IN', 'MX', 'CN'])
    expect(faultyFields({ ...berlin, country, postalCode: addressFormat(country).examples[0] })).toEqual([
      'region',
    ]);
});

test('R07: where addresses need no region, none or any text is taken', () => {
  expect(faultyFields(berlin)).toEqual([]);
  expect(
    readPostalAddress({ ...berlin, country: 'GB', postalCode: 'SW1A 1AA', region: 'Middlesex' }),
  ).toMatchObject({
    address: { region: 'Middlesex' },
    faults: [],
  });
  for (const region of ['Dublin 4', 'Nowhere'])
    expect(readPostalAddress({ ...berlin, country: 'IE', postalCode: null, region }).faults).toEqual([]);
  for (const [country, postalCode] of [
    ['PR', '00901'],
    ['VI', '00802'],
    ['GU', '96910'],
    ['PF', '98714'],
    ['JP', '100-0001'],
    ['HK', null],
  ] as const)
    expect([country, faultyFields({ ...berlin, country, postalCode })]).toEqual([country, []]);
});
