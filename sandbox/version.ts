import type Stripe from 'stripe';

/** The version of Stripe's API that the installed SDK speaks; the compiler holds the two together. */
export const API_VERSION: typeof Stripe.API_VERSION = '2026-10-28.endive';
