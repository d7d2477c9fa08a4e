import type Stripe from 'stripe';
import { type Card, cardNamed } from './card.ts';

/** A payment method: the test card behind it, and what Stripe shows of it. `spent`: used without a customer, so never again. */
export type Method = Readonly<{ id: string; card: string; spent: boolean; shown: Stripe.PaymentMethod }>;

export const methodOf = (id: string, card: string, created: number): Method | null => {
  const known = cardNamed(card);
  return known ? { id, card, spent: false, shown: show(id, known, created) } : null;
};

export const ownedBy = (method: Method, customer: string | null): Method => ({
  ...method,
  spent: customer === null,
  shown: { ...method.shown, customer },
});

const show = (id: string, card: Card, created: number): Stripe.PaymentMethod => ({
  id,
  object: 'payment_method',
  allow_redisplay: 'unspecified',
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  card: {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: card.country,
    display_brand: card.brand,
    exp_month: 12,
    exp_year: new Date(created * 1000).getUTCFullYear() + 3,
    fingerprint: `sandbox${card.brand}${card.last4}`,
    funding: 'credit',
    generated_from: null,
    last4: card.last4,
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  },
  created,
  customer: null,
  customer_account: null,
  livemode: false,
  metadata: {},
  type: 'card',
});
