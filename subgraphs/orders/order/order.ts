import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { CartId, Id, OrderId, PaymentId, ProductId, UserId, VariantId } from '../../../kernel/ids.ts';
import { type Money, subtract, zero } from '../../../kernel/money.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Applied } from '../pricing/discounts.ts';
import type { ShippingMethodId } from '../pricing/shippingMethod.ts';
import type { OrderFulfillmentStatus, OrderPaymentStatus, OrderStatus, Step } from './statuses.ts';

export type OrderLine = Readonly<{
  id: Id<'oline'>;
  variantId: VariantId;
  productId: ProductId;
  sku: string;
  productTitle: string;
  variantTitle: string;
  imageUrl: string | null;
  categories: readonly string[];
  quantity: number;
  fulfilledQuantity: number;
  refundedQuantity: number;
  /** Items that are back in stock although their refund failed. */
  returnedQuantity: number;
  unitPrice: Money;
  subtotal: Money;
  discount: Money;
  tax: Money;
  /** The part of `tax` that is the line's share of the tax on shipping. */
  shippingTax: Money;
  total: Money;
}>;

/** What was agreed at checkout. None of it changes later. */
export type OrderTerms = Readonly<{
  id: OrderId;
  number: string;
  cartId: CartId;
  ownerId: UserId | null;
  email: string;
  currency: string;
  lines: readonly OrderLine[];
  subtotal: Money;
  discount: Money;
  shipping: Money;
  tax: Money;
  taxIncluded: boolean;
  total: Money;
  promotions: readonly Applied[];
  shippingAddress: PostalAddress;
  billingAddress: PostalAddress;
  shippingMethodId: ShippingMethodId;
  shippingMethodName: string;
  createdAt: Date;
  /** Until when the stock is reserved and the order can be paid. */
  expiresAt: Date;
  /** The hash of a guest's token; null for a customer's order. */
  tokenHash: string | null;
}>;

/** Its id is the idempotency key of the request to payments. */
export type Refund = Readonly<{
  id: string;
  paymentRefundId: Id<'ref'> | null;
  amount: Money;
  status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  reason: string;
  /** The part of the amount that refunds shipping and its tax. */
  shipping?: Money | null;
  /** The version of the payment that reported the status; 0 before the first report. */
  paymentVersion?: number;
}>;

/** What changes after checkout. */
export type Progress = Readonly<{
  status: OrderStatus;
  paymentStatus: OrderPaymentStatus;
  fulfillmentStatus: OrderFulfillmentStatus;
  step: Step;
  refunded: Money;
  refunds: readonly Refund[];
  paymentId: PaymentId | null;
  cancelReason: string | null;
  /** What was short, if the order was cancelled for lack of stock. */
  shortages: readonly Shortage[];
  placedAt: Date | null;
  cancelledAt: Date | null;
}>;

export type Order = OrderTerms & Progress;
/** How many of each variant. */
export type StockLines = readonly Readonly<{ variantId: VariantId; quantity: number }>[];
export type Shortage = Readonly<{ variantId: VariantId; available: number }>;

/** A new order. */
export const newOrder = (terms: OrderTerms): Order => ({
  ...terms,
  status: 'PENDING',
  paymentStatus: 'UNPAID',
  fulfillmentStatus: 'UNFULFILLED',
  step: 'CREATED',
  refunded: zero(terms.currency),
  refunds: [],
  paymentId: null,
  cancelReason: null,
  shortages: [],
  placedAt: null,
  cancelledAt: null,
});

/** Whether the order can be cancelled: nothing has shipped, and no capture is in progress. */
export const canCancel = ({ status, fulfillmentStatus, step }: Order): boolean =>
  (status === 'PENDING' && step !== 'SETTLING') ||
  (status === 'PLACED' && step === 'DONE' && fulfillmentStatus === 'UNFULFILLED');

export const isExpired = ({ expiresAt }: Order, now: Date): boolean => expiresAt <= now;

/** Whether the buyer may still pay the order. */
export const isPayable = (order: Order, now: Date): boolean =>
  order.step === 'OPENED' && order.total.amount > 0 && !isExpired(order, now);

/** The paid amount minus successful and pending refunds. */
export const refundableAmount = ({ total, refunded, refunds, paymentStatus }: Order): Money => {
  if (paymentStatus !== 'PAID' && paymentStatus !== 'PARTIALLY_REFUNDED') return zero(total.currency);
  const pending = refunds.filter(({ status }) => status === 'PENDING').map(({ amount }) => amount);
  return pending.reduce(subtract, subtract(total, refunded));
};

/** How many of each variant are neither returned to stock nor refunded. */
export const keptLines = ({ lines }: Order): { variantId: VariantId; quantity: number }[] =>
  lines
    .map(({ variantId, ...line }) => ({
      variantId,
      quantity: line.quantity - line.refundedQuantity - line.returnedQuantity,
    }))
    .filter(({ quantity }) => quantity > 0);

/** A shipped parcel. */
export type Fulfillment = Readonly<{
  id: Id<'ful'>;
  orderId: OrderId;
  lines: readonly Readonly<{ orderLineId: Id<'oline'>; quantity: number }>[];
  carrier: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  shippedAt: Date;
  deliveredAt: Date | null;
}>;

/** A note of the staff about an order. */
export type Note = Readonly<{ id: Id<'note'>; orderId: OrderId; body: string; createdAt: Date }>;

/** The token of a guest's order. It is derived from the order's id, so that a repeated checkout returns the same one. Only its hash is stored. */
export const orderToken = (secret: string, id: OrderId): string =>
  createHmac('sha256', secret).update(`order-token:${id}`).digest('base64url');

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const matchesToken = (tokenHash: string | null, token: string | null | undefined): boolean =>
  tokenHash !== null &&
  token != null &&
  timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(tokenHash));

/** The order, if the viewer is its customer or staff. Null otherwise, as if it did not exist. */
export const visibleTo = (viewer: Viewer, order: Order | null): Order | null =>
  order && (isStaff(viewer) || (order.ownerId !== null && order.ownerId === ownerOf(viewer))) ? order : null;
