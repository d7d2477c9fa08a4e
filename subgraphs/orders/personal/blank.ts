import type { PostalAddress } from '../checkout/address.ts';

/** Where nobody gets mail: the domain is reserved for that. */
const NOWHERE = '.invalid';
export const NOBODYS_EMAIL = `removed@customer${NOWHERE}`;

/** What is left of an address: the country and the region, which decide the tax. */
export const BLANK = {
  name: '',
  company: null,
  line1: '',
  line2: null,
  city: '',
  postalCode: null,
  phone: null,
} as const satisfies Partial<PostalAddress>;

export const isNobodys = (email: string): boolean => email.endsWith(NOWHERE);
