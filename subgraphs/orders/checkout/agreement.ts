import type { Id, OrderId } from '../../../kernel/ids.ts';
import type { OrderLine, OrderTerms } from '../order.ts';
import type { QuoteLine } from '../quotes/quote.ts';
import type { AcceptedQuote } from './judge.ts';
import type { CheckoutRequest } from './wish.ts';

/** What is not decided by the buyer or by the quote. */
export type OrderIdentity = Readonly<{
  id: OrderId;
  number: string;
  tokenHash: string | null;
  createdAt: Date;
  expiresAt: Date;
  newLineId(): Id<'oline'>;
}>;

export const draftOrder = (
  wish: CheckoutRequest,
  { quote, method, email }: AcceptedQuote,
  { newLineId, ...fresh }: OrderIdentity,
): OrderTerms => ({
  ...fresh,
  cartId: wish.cartId,
  ownerId: wish.buyer,
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
  shippingAddress: wish.shippingAddress,
  billingAddress: wish.billingAddress,
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
