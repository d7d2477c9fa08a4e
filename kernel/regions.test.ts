import { expect, test } from 'vitest';
import { COUNTRY_CODES } from './countries.ts';
import { readRegionCode, regionAndAbove, regionCodes, regionName, storedRegion } from './regions.ts';

test.each([
  ...[
    'NY',
    'ny',
    ' Ny ',
    'US-NY',
    'us-ny',
    'ＮＹ',
    'New York',
    'new york',
    'NEW\u00a0YORK',
    'New York State',
    'State of New York',
  ].map((text) => ['US', text, 'NY']),
  ...[
    ['US', 'D.C.', 'DC'],
    ['US', 'Puerto Rico', 'PR'],
    ['US', 'GU', 'GU'],
    ['US', 'AE', 'AE'],
  ],
  ...[
    ['CA', 'Québec', 'QC'],
    ['CA', 'quebec', 'QC'],
    ['CA', 'Que\u0301bec', 'QC'],
    ['CA', 'Colombie-Britannique', 'BC'],
  ],
  ...[
    ['JP', '東京都', '13'],
    ['JP', '東京', '13'],
    ['JP', 'Tōkyō', '13'],
    ['JP', 'Tokyo', '13'],
    ['JP', 'JP-13', '13'],
    ['JP', 'Osaka Prefecture', '27'],
  ],
  ...[
    ['TR', 'İstanbul', '34'],
    ['TR', 'istanbul', '34'],
    ['TR', 'ISTANBUL', '34'],
    ['TR', 'ıstanbul', '34'],
    ['TR', 'Diyarbakir', '21'],
  ],
  ...[
    ['ES', 'Madrid', 'M'],
    ['ES', 'Cataluña', 'CT'],
    ['ES', 'Catalonia', 'CT'],
    ['ES', 'Asturias', 'O'],
    ['DE', 'Bayern', 'BY'],
    ['DE', 'Bavaria', 'BY'],
  ],
  ...[
    ['IE', 'Co. Cork', 'CO'],
    ['IE', 'County Cork', 'CO'],
    ['IE', 'Cork', 'CO'],
    ['AE', 'Dubai', 'DU'],
    ['AE', 'دبي', 'DU'],
    ['IT', 'Roma', 'RM'],
  ],
  ...[
    ['CN', '北京', 'BJ'],
    ['CN', 'Beijing', 'BJ'],
    ['CN', 'CN-11', 'BJ'],
    ['IN', 'OR', 'OD'],
    ['IN', 'Orissa', 'OD'],
    ['KR', 'Seoul', '11'],
    ['KR', '서울', '11'],
  ],
  ...[
    ['BR', 'Sao Paulo', 'SP'],
    ['MX', 'CDMX', 'CMX'],
    ['RU', 'Москва', 'MOW'],
    ['HK', 'kowloon', 'Kowloon'],
    ['AU', 'nsw', 'NSW'],
  ],
] as [string, string, string][])('R07: in %s, %j is %s', (country, text, code) => {
  expect(readRegionCode(country, text)).toBe(code);
});

test.each([
  ['US', 'Bavaria'],
  ['US', 'ZZ'],
  ['US', 'DE-BY'],
  ['US', 'New'],
  ['CA', 'NY'],
  ['XK', 'NY'],
  ['US', ''],
  ['US', '\u200b'],
])('R07: %s has no region %j', (country, text) => {
  expect(readRegionCode(country, text)).toBeUndefined();
});

test('R07: every region is found by its code, with and without the country, and reading it again changes nothing', () => {
  for (const country of COUNTRY_CODES)
    for (const code of regionCodes(country)) {
      expect([country, code, readRegionCode(country, code)]).toEqual([country, code, code]);
      expect(readRegionCode(country, `${country}-${code}`.toLowerCase())).toBe(code);
    }
});

test('R07: a region has a name, and free text of an old record stays', () => {
  expect(regionName('US', 'NY')).toBe('New York');
  expect(regionName('GB', 'Middlesex')).toBe('Middlesex');
  expect(storedRegion('US', 'new york')).toBe('NY');
  expect(storedRegion('GB', 'Middlesex')).toBe('Middlesex');
});

test('R07: regions that only their kind tells apart are not mistaken for each other', () => {
  for (const [country, text, code] of [
    ['RU', 'Moscow', 'MOW'],
    ['RU', 'Moscow Oblast', 'MOS'],
    ['RU', 'Moscow Region', undefined],
    ['UA', 'Kyiv', '30'],
    ['UA', 'Kyiv Oblast', '32'],
    ['UA', 'Kyiv Province', undefined],
    ['RU', 'St. Petersburg', 'SPE'],
    ['DE', 'Baden-Wuerttemberg', 'BW'],
    ['CA', 'PQ', 'QC'],
  ] as const)
    expect([text, readRegionCode(country, text)]).toEqual([text, code]);
});

test('R07: a region is a part of the regions around it', () => {
  expect(regionAndAbove('ES', 'GC')).toEqual(['GC', 'CN']);
  expect(regionAndAbove('GB', 'LND')).toEqual(['LND', 'ENG']);
  expect(regionAndAbove('US', 'NY')).toEqual(['NY']);
  for (const country of COUNTRY_CODES)
    for (const code of regionCodes(country))
      expect(
        regionAndAbove(country, code)
          .slice(1)
          .every((one) => regionCodes(country).includes(one)),
      ).toBe(true);
});
