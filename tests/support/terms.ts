import type { Terms } from '../../sandbox/objects/intent.ts';

/** What a shop asks of a payment by card that is captured later. */
export const terms: Terms = {
  amount: 2_000,
  currency: 'eur',
  captureMethod: 'manual',
  redirects: null,
  customer: null,
  method: 'pm_1',
  metadata: {},
  description: null,
  receiptEmail: null,
  returnUrl: 'https://shop.example/back?order=1',
  futureUse: null,
  shipping: null,
  descriptor: null,
  descriptorSuffix: null,
};
