import type { PostalAddressInput } from '../../../generated/orders/types.ts';
import { done, type Outcome, type Refusal, refuseAll } from '../../../kernel/outcome.ts';

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

const REQUIRED = ['name', 'line1', 'city'] as const;
const OPTIONAL = ['company', 'line2', 'region', 'postalCode', 'phone'] as const;
const LONGEST = 200;

/** Of countries that are delivered to most; elsewhere the carrier knows better. */
const POSTAL_CODES: Readonly<Record<string, RegExp>> = {
  DE: /^\d{5}$/,
  FR: /^\d{5}$/,
  US: /^\d{5}(-\d{4})?$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
};

/** The address without stray spaces, or what is missing of it; `at` is where it stands in the input. */
export const readAddress = (input: PostalAddressInput, at: string): Outcome<PostalAddress> => {
  const tidy = (value: string | null | undefined): string => (value ?? '').replace(/\s+/g, ' ').trim();
  const address: PostalAddress = {
    name: tidy(input.name),
    company: tidy(input.company) || null,
    line1: tidy(input.line1),
    line2: tidy(input.line2) || null,
    city: tidy(input.city),
    region: tidy(input.region) || null,
    postalCode: tidy(input.postalCode) || null,
    country: input.country,
    phone: tidy(input.phone) || null,
  };
  const faults = faultsOf(address);
  return faults.length === 0 ? done(address) : refuseAll(faults.map(([field, message]) => invalid(message, [at, field])));
};

const invalid = (message: string, field: readonly string[]): Refusal => ({ code: 'ADDRESS_INVALID', message, field });

const faultsOf = (address: PostalAddress): [string, string][] => [
  ...REQUIRED.filter((field) => address[field] === '').map((field): [string, string] => [field, `The address needs ${LABELS[field]}.`]),
  ...[...REQUIRED, ...OPTIONAL]
    .filter((field) => !isPlain(address[field] ?? ''))
    .map((field): [string, string] => [field, `This may have at most ${LONGEST} characters, and no control characters.`]),
  ...(fitsCountry(address) ? [] : [['postalCode', 'This is no postal code of the country.'] as [string, string]]),
];

const LABELS = { name: 'a name', line1: 'a street', city: 'a city' } as const;

const isPlain = (text: string): boolean => text.length <= LONGEST && !/\p{Cc}/u.test(text);

const fitsCountry = ({ postalCode, country }: PostalAddress): boolean =>
  postalCode === null || (POSTAL_CODES[country]?.test(postalCode) ?? true);
