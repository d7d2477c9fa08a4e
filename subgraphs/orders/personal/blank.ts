import type { PostalAddress } from '../checkout/address.ts';

/** Where nobody gets mail: the domain is reserved for that. */
const RESERVED_DOMAIN = '.invalid';
export const ERASED_EMAIL = `removed@customer${RESERVED_DOMAIN}`;

/** What is left of an address: the country and the region, which decide the tax. */
export const ERASED_ADDRESS = {
  name: '',
  company: null,
  line1: '',
  line2: null,
  city: '',
  postalCode: null,
  phone: null,
} as const satisfies Partial<PostalAddress>;

export const isErased = (email: string): boolean => email.endsWith(RESERVED_DOMAIN);
