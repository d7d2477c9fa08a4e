import { COUNTRIES } from './countries.data.ts';
import { foldCode, foldName, namesToFind } from './placeNames.ts';

/** Codes of the EU and of daily use that ISO 3166-1 writes differently. */
const OTHER_CODES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

type Country = Readonly<{ alpha2: string; alpha3: string; names: readonly string[] }>;

const countries: readonly Country[] = COUNTRIES.trim()
  .split('\n')
  .map((line) => {
    const [alpha2 = '', alpha3 = '', ...names] = line.split('|');
    return { alpha2, alpha3, names };
  });
const byAlpha2 = new Map(countries.map((country) => [country.alpha2, country]));
const byCode = new Map([
  ...countries.flatMap(({ alpha2, alpha3 }): [string, string][] => [
    [alpha2, alpha2],
    [alpha3, alpha2],
  ]),
  ...Object.entries(OTHER_CODES),
]);
const byName = namesToFind(countries.map(({ alpha2, names }) => [alpha2, names] as const));

/** The alpha-2 codes of ISO 3166-1, and XK for Kosovo, in order. */
export const COUNTRY_CODES: readonly string[] = [...byAlpha2.keys()];

const LONGEST = 100;

/**
 * The ISO 3166-1 alpha-2 code of a country that is given by code (alpha-2 or alpha-3), by its English name or by its name in a
 * language of its own. UK is GB and EL is GR. Undefined for anything else. Repeating it changes nothing.
 */
export const readCountryCode = (text: string): string | undefined =>
  text.length > LONGEST ? undefined : (byCode.get(foldCode(text)) ?? byName(foldName(text)));

/** All codes under which the country may have been stored: its own and those that are normalised to it. */
export const codesOf = (country: string): string[] => [
  country,
  ...Object.keys(OTHER_CODES).filter((code) => OTHER_CODES[code] === country),
];

/** A code from a store in its present form; one that is unknown stays what it is, so that old records can be read. */
export const storedCountry = (code: string): string => readCountryCode(code) ?? code;

/** The English name of a country; its code where it has none. */
export const countryName = (code: string): string => byAlpha2.get(code)?.names[0] ?? code;

/** The names of a country, the English one first. */
export const countryNames = (code: string): readonly string[] => byAlpha2.get(code)?.names ?? [];
