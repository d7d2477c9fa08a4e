import { addressFormat } from './addressFormats.ts';
import { countryName } from './countries.ts';
import { readPostalCode } from './postalCode.ts';
import { readRegionCode } from './regions.ts';

export type PostalAddress = Readonly<{
  name: string;
  company: string | null;
  line1: string;
  line2: string | null;
  city: string;
  region: string | null;
  postalCode: string | null;
  country: string;
  phone: string | null;
}>;

/** An address as the API takes it; its country is a code of `readCountryCode`. */
export type PostalAddressInput = Readonly<
  { country: string } & { [Field in Exclude<keyof PostalAddress, 'country'>]?: string | null | undefined }
>;

/** What is wrong, and in which field. */
export type AddressFault = Readonly<{ field: keyof PostalAddress; message: string }>;

const REQUIRED = { name: 'a name', line1: 'a street', city: 'a city' } as const;
const FIELDS = ['name', 'company', 'line1', 'line2', 'city', 'region', 'postalCode', 'phone'] as const;
const LONGEST = 200;

/** White space, and characters that print nothing; U+2800 is the braille pattern without dots. */
const BLANK = String.raw`[\s\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]`;
const EDGES = new RegExp(`^${BLANK}+|${BLANK}+$`, 'gu');
const UNSEEN = new RegExp(String.raw`${BLANK}|[\p{M}\p{C}\p{Z}]`, 'gu');

/** One line without space around it; empty where nothing of it can be seen. Invisible characters between letters stay: some scripts need them. */
const tidy = (text: string | null | undefined): string => {
  const line = (text ?? '').replace(/\s+/gu, ' ').replace(EDGES, '').normalize('NFC');
  return line.replace(UNSEEN, '') === '' && !/\p{Cc}/u.test(line) ? '' : line;
};

/**
 * The address in the form in which it is kept, and all that is wrong with it: what a parcel needs is there, a region that the
 * country's addresses have is its ISO 3166-2 code, a postal code is one of the country in the form of its post. Reading an address
 * that was read before changes nothing.
 */
export const readPostalAddress = (
  input: PostalAddressInput,
): Readonly<{ address: PostalAddress; faults: readonly AddressFault[] }> => {
  const { country } = input;
  const lines = Object.fromEntries(FIELDS.map((field) => [field, tidy(input[field])])) as Record<
    (typeof FIELDS)[number],
    string
  >;
  const region = readRegionCode(country, lines.region) ?? lines.region;
  const postalCode = lines.postalCode && readPostalCode(country, lines.postalCode);
  const [company, line2, phone] = [lines.company || null, lines.line2 || null, lines.phone || null];
  const address = {
    ...lines,
    company,
    line2,
    phone,
    country,
    region: region || null,
    postalCode: (postalCode ?? lines.postalCode) || null,
  };
  return {
    address,
    faults: [
      ...faultsOfLines(lines),
      ...faultsOfRegion(country, lines.region),
      ...faultsOfPostalCode(country, postalCode),
    ],
  };
};

const faultsOfLines = (lines: Readonly<Record<(typeof FIELDS)[number], string>>): AddressFault[] => [
  ...(['name', 'line1', 'city'] as const)
    .filter((field) => lines[field] === '')
    .map((field) => ({ field, message: `The address needs ${REQUIRED[field]}.` })),
  ...FIELDS.filter((field) => lines[field].length > LONGEST || /\p{Cc}/u.test(lines[field])).map((field) => ({
    field,
    message: `This may have at most ${LONGEST} characters, and no control characters.`,
  })),
];

/** What is wrong with a region whose country needs or lists regions. */
const faultsOfRegion = (country: string, region: string): AddressFault[] => {
  const { needsRegion, knowsRegions } = addressFormat(country);
  return (region === '' ? needsRegion : knowsRegions) ? faultOfRegion(country, region || null) : [];
};

/** Nothing for a region that is one of the country; else what to put right. */
export const faultOfRegion = (country: string, region: string | null): AddressFault[] => {
  if (region === null)
    return [
      {
        field: 'region',
        message: `An address in ${countryName(country)} needs a state, province or county.`,
      },
    ];
  if (readRegionCode(country, region) !== undefined) return [];
  return [
    {
      field: 'region',
      message: `This is no region of ${countryName(country)}: use its ISO 3166-2 code or its name.`,
    },
  ];
};

/** `code` is empty where none was given, and undefined where it is none of the country. */
const faultsOfPostalCode = (country: string, code: string | undefined): AddressFault[] => {
  const { needsPostalCode, examples } = addressFormat(country);
  if (code === undefined)
    return [
      {
        field: 'postalCode',
        message: `This is no postal code of ${countryName(country)}; one looks like ${examples[0]}.`,
      },
    ];
  return code === '' && needsPostalCode
    ? [{ field: 'postalCode', message: `An address in ${countryName(country)} needs a postal code.` }]
    : [];
};
