import type Stripe from 'stripe';

export type Details = Readonly<
  Partial<
    Pick<Stripe.Customer, 'address' | 'description' | 'email' | 'metadata' | 'name' | 'phone' | 'shipping'>
  >
>;

export const customerOf = (id: string, created: number, details: Details): Stripe.Customer => ({
  id,
  object: 'customer',
  address: null,
  balance: 0,
  created,
  currency: null,
  customer_account: null,
  default_source: null,
  delinquent: false,
  description: null,
  discount: null,
  email: null,
  invoice_prefix: id.slice(-8).toUpperCase(),
  invoice_settings: {
    custom_fields: null,
    default_payment_method: null,
    footer: null,
    rendering_options: null,
  },
  livemode: false,
  metadata: {},
  name: null,
  next_invoice_sequence: 1,
  phone: null,
  preferred_locales: [],
  shipping: null,
  tax_exempt: 'none',
  test_clock: null,
  ...details,
});

export const isThere = (
  customer: Stripe.Customer | Stripe.DeletedCustomer | null,
): customer is Stripe.Customer => customer !== null && customer.deleted !== true;
