import type { Id, UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { readLine } from '../user.ts';

export type AddressId = Id<'addr'>;

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

export type Address = PostalAddress & Readonly<{ id: AddressId; userId: UserId; isDefaultShipping: boolean; isDefaultBilling: boolean }>;

/** What it is the default for; what is absent stays as it is. */
export type Defaults = Readonly<{ shipping?: boolean | undefined; billing?: boolean | undefined }>;

type Input = { readonly [Field in keyof PostalAddress]?: string | null | undefined };

export const MAX_ADDRESSES = 50;
const MAX_LENGTH = 200;
const REQUIRED = ['name', 'line1', 'city'] as const;
const OPTIONAL = ['company', 'line2', 'region', 'postalCode', 'phone'] as const;

/** An address as it is kept: trimmed lines, nothing empty that a parcel needs. */
export const readAddress = (input: Input): Outcome<PostalAddress> => {
  const lines = Object.fromEntries([...REQUIRED, ...OPTIONAL].map((field) => [field, readLine(input[field] ?? '')]));
  const missing = REQUIRED.filter((field) => !lines[field]).map((field) => fault(field, 'Fill this in.'));
  const long = [...REQUIRED, ...OPTIONAL].filter((field) => (lines[field]?.length ?? 0) > MAX_LENGTH);
  const faults = [...missing, ...long.map((field) => fault(field, `At most ${MAX_LENGTH} characters.`))];
  return faults.length > 0 ? refuseAll(faults) : done({ ...lines, country: input.country } as PostalAddress);
};

const fault = (field: string, message: string) => ({ code: 'INVALID', message, field: ['address', field] });

export const noSuchAddress = () => refuse('NOT_FOUND', 'There is no such address.', ['id']);
