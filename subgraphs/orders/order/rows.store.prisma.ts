import type { Prisma } from '../../../generated/orders/db/client.ts';
import { readId } from '../../../kernel/ids.ts';
import { type Money, money } from '../../../kernel/money.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import type { Applied } from '../pricing/discounts.ts';
import type { Order, OrderLine, OrderTerms, Refund, Shortage } from './order.ts';
import type { OrderFulfillmentStatus, OrderPaymentStatus, OrderStatus, Step } from './statuses.ts';

/** An order is always loaded with its lines in order and its refunds. */
export const WITH_LINES = {
  lines: { orderBy: { position: 'asc' } },
  refunds: { orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.OrderInclude;
export type OrderRow = Prisma.OrderGetPayload<{ include: typeof WITH_LINES }>;

const idOrNull = <Kind extends Parameters<typeof readId>[0]>(kind: Kind, id: string | null) =>
  id === null ? null : readId(kind, id);

/** CHECK constraints guarantee the values of the status columns. */
export const toOrder = (row: OrderRow): Order => {
  const amount = (value: bigint): Money => money(Number(value), row.currency);
  return {
    id: readId('ord', row.id),
    number: row.number,
    cartId: readId('cart', row.cartId),
    ownerId: idOrNull('user', row.ownerId),
    email: row.email,
    currency: row.currency,
    lines: row.lines.map((line) => toLine(line, amount)),
    subtotal: amount(row.subtotal),
    discount: amount(row.discount),
    shipping: amount(row.shipping),
    tax: amount(row.tax),
    taxIncluded: row.taxIncluded,
    total: amount(row.total),
    promotions: row.promotions as unknown as Applied[],
    shippingAddress: row.shippingAddress as PostalAddress,
    billingAddress: row.billingAddress as PostalAddress,
    shippingMethodId: readId('ship', row.shippingMethodId),
    shippingMethodName: row.shippingMethodName,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    tokenHash: row.tokenHash,
    ...toProgress(row, amount),
  };
};

const toProgress = (row: OrderRow, amount: (value: bigint) => Money) => ({
  status: row.status as OrderStatus,
  paymentStatus: row.paymentStatus as OrderPaymentStatus,
  fulfillmentStatus: row.fulfillmentStatus as OrderFulfillmentStatus,
  step: row.step as Step,
  refunded: amount(row.refunded),
  refunds: row.refunds.map((refund) => toRefund(refund, amount)),
  paymentId: idOrNull('pay', row.paymentId),
  cancelReason: row.cancelReason,
  shortages: row.shortages as unknown as Shortage[],
  placedAt: row.placedAt,
  cancelledAt: row.cancelledAt,
});

const toRefund = (
  { id, paymentRefundId, amount, status, reason, shipping, paymentVersion }: OrderRow['refunds'][number],
  money: (value: bigint) => Money,
): Refund => ({
  id,
  paymentRefundId: idOrNull('ref', paymentRefundId),
  amount: money(amount),
  status: status as Refund['status'],
  reason,
  shipping: shipping === null ? null : money(shipping),
  paymentVersion,
});

const toLine = (row: OrderRow['lines'][number], amount: (value: bigint) => Money): OrderLine => ({
  id: readId('oline', row.id),
  variantId: readId('var', row.variantId),
  productId: readId('prod', row.productId),
  sku: row.sku,
  productTitle: row.productTitle,
  variantTitle: row.variantTitle,
  imageUrl: row.imageUrl,
  categories: row.categories,
  quantity: row.quantity,
  fulfilledQuantity: row.fulfilledQuantity,
  refundedQuantity: row.refundedQuantity,
  returnedQuantity: row.returnedQuantity,
  unitPrice: amount(row.unitPrice),
  subtotal: amount(row.subtotal),
  discount: amount(row.discount),
  tax: amount(row.tax),
  shippingTax: amount(row.shippingTax),
  total: amount(row.total),
});

/** The row of a new order, as JSON. */
export const fromTerms = (order: OrderTerms) => ({
  id: order.id,
  number: order.number,
  cartId: order.cartId,
  ownerId: order.ownerId,
  email: order.email,
  buyerName: order.shippingAddress.name,
  tokenHash: order.tokenHash,
  currency: order.currency,
  subtotal: order.subtotal.amount,
  discount: order.discount.amount,
  shipping: order.shipping.amount,
  tax: order.tax.amount,
  taxIncluded: order.taxIncluded,
  total: order.total.amount,
  promotions: order.promotions,
  shippingAddress: order.shippingAddress,
  billingAddress: order.billingAddress,
  shippingMethodId: order.shippingMethodId,
  shippingMethodName: order.shippingMethodName,
  createdAt: order.createdAt,
  expiresAt: order.expiresAt,
});

export const fromLine = (line: OrderLine, position: number) => ({
  id: line.id,
  position,
  variantId: line.variantId,
  productId: line.productId,
  sku: line.sku,
  productTitle: line.productTitle,
  variantTitle: line.variantTitle,
  imageUrl: line.imageUrl,
  categories: [...line.categories],
  quantity: line.quantity,
  unitPrice: line.unitPrice.amount,
  subtotal: line.subtotal.amount,
  discount: line.discount.amount,
  tax: line.tax.amount,
  shippingTax: line.shippingTax.amount,
  total: line.total.amount,
});
