import { ADDRESS_FORMATS } from './addressFormats.data.ts';
import { regionCodes } from './regions.ts';

/** What the address of a country needs. */
export type AddressFormat = Readonly<{
  needsPostalCode: boolean;
  needsRegion: boolean;
  /** Whether the post needs the region and the regions are listed, so that one outside the list is a mistake. */
  knowsRegions: boolean;
  /** What people write before a postal code besides codes and names of the country. */
  prefix: string;
  /** Postal codes of the country in their usual form. */
  examples: readonly string[];
  /** Null: the country has no postal codes. */
  pattern: RegExp | null;
}>;

const NONE: AddressFormat = {
  needsPostalCode: false,
  needsRegion: false,
  knowsRegions: false,
  prefix: '',
  examples: [],
  pattern: null,
};

/**
 * The data set asks for a region instead of a city in some countries (HK, AE, JP). Every address here has a city, so it asks for a
 * region only where the data set wants both, and where there are regions to choose from. The region of VI or PF is the country itself.
 */
const needsRegion = (country: string, required: string, listed: string): boolean =>
  required.includes('S') &&
  required.includes('C') &&
  (listed === 'R' || (listed === '' && regionCodes(country).length > 0));

const read = (line: string): [string, AddressFormat] => {
  const [country = '', required = '', listed = '', prefix = '', examples = '', pattern = ''] =
    line.split('\t');
  const format = {
    needsPostalCode: required.includes('Z') && pattern !== '',
    needsRegion: needsRegion(country, required, listed),
    knowsRegions: listed === 'R' && required.includes('S'),
    prefix,
    examples: examples.split(',').filter(Boolean),
    pattern: pattern === '' ? null : new RegExp(`^(?:${pattern})$`),
  };
  return [country, format];
};

const formats = new Map(
  ADDRESS_FORMATS.replace(/^\n|\n$/g, '')
    .split('\n')
    .map(read),
);

/** The address format of a country by its alpha-2 code. Countries that are not known need neither postal code nor region. */
export const addressFormat = (country: string): AddressFormat => formats.get(country) ?? NONE;
