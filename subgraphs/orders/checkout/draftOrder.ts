import type { Id, OrderId } from '../../../kernel/ids.ts';
import { formatted } from '../../../kernel/money.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { OrderLine, OrderTerms } from '../order/order.ts';
import type { Quote, QuoteLine } from '../pricing/quote.ts';
import type { ShippingMethod } from '../pricing/shippingMethod.ts';
import type { CheckoutRequest } from './checkoutRequest.ts';

export type AcceptedQuote = Readonly<{ quote: Quote; method: ShippingMethod; email: string }>;

/** Accepts a quote without problems whose total is what the buyer expects. Refuses with the problems, PRICE_CHANGED, CURRENCY_MISMATCH or INVALID. */
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
      `The total is now ${formatted(total)}. Check the new quote and order again.`,
      ['expectedTotal'],
    );
  if (email === null) return refuse('INVALID', 'Enter an e-mail address for the receipt.', ['email']);
  return done({ quote, method, email });
};

/** The fields that neither the buyer nor the quote decides. */
export type OrderIdentity = Readonly<{
  id: OrderId;
  number: string;
  tokenHash: string | null;
  createdAt: Date;
  expiresAt: Date;
  newLineId(): Id<'oline'>;
}>;

export const draftOrder = (
  request: CheckoutRequest,
  { quote, method, email }: AcceptedQuote,
  { newLineId, ...identity }: OrderIdentity,
): OrderTerms => ({
  ...identity,
  cartId: request.cartId,
  ownerId: request.buyer,
  email,
  currency: quote.currency,
  lines: quote.lines.map((line) => draftLine(line, newLineId())),
  subtotal: quote.subtotal,
  discount: quote.discount,
  shipping: quote.shipping,
  tax: quote.tax,
  taxIncluded: quote.taxIncluded,
  total: quote.total,
  promotions: quote.promotions,
  shippingAddress: request.shippingAddress,
  billingAddress: request.billingAddress,
  shippingMethodId: method.id,
  shippingMethodName: method.name,
});

const draftLine = (
  { item, quantity, unitPrice, subtotal, discount, tax, shippingTax, total }: QuoteLine,
  id: Id<'oline'>,
): OrderLine => ({
  id,
  variantId: item.id,
  productId: item.productId,
  sku: item.sku,
  productTitle: item.productTitle,
  variantTitle: item.title,
  imageUrl: item.imageUrl,
  categories: item.categories,
  quantity,
  fulfilledQuantity: 0,
  refundedQuantity: 0,
  returnedQuantity: 0,
  unitPrice,
  subtotal,
  discount,
  tax,
  shippingTax,
  total,
});

/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** An order number for people, from ten random bytes. It cannot be guessed, and begins with a letter so that it is never all digits. */
export const orderNumber = (random: Uint8Array): string =>
  Array.from({ length: LENGTH }, (_, index) => {
    const byte = random[index] ?? 0;
    return index === 0 ? ALPHABET[10 + (byte % 22)] : ALPHABET[byte & 31];
  }).join('');
