import { formatted } from '../../../kernel/money.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Quote } from '../quotes/quote.ts';
import type { ShippingMethod } from '../shipping/shippingMethod.ts';
import type { CheckoutRequest } from './wish.ts';

export type AcceptedQuote = Readonly<{ quote: Quote; method: ShippingMethod; email: string }>;

/** Whether what the buyer saw and what it costs are the same, and nothing stands against it. */
export const checkQuote = (
  quote: Quote,
  { expectedTotal }: CheckoutRequest,
  email: string | null,
): Outcome<AcceptedQuote> => {
  const { problems, total, shippingMethod: method } = quote;
  if (problems.length > 0 || !method) return refuseAll(problems);
  if (expectedTotal.currency !== total.currency)
    return refuse('CURRENCY_MISMATCH', `The cart is in ${total.currency}.`, ['expectedTotal', 'currency']);
  if (expectedTotal.amount !== total.amount)
    return refuse(
      'PRICE_CHANGED',
      `The total is ${formatted(total)} now; look at the new quote and order again.`,
      ['expectedTotal'],
    );
  if (email === null) return refuse('INVALID', 'Say where the receipt goes.', ['email']);
  return done({ quote, method, email });
};
