import { type Id, isId, type OrderId, type PaymentId } from '../../../kernel/ids.ts';
import { formatted, type Money } from '../../../kernel/money.ts';
import type { OrderStatus, Step } from '../order/statuses.ts';

/** An inconsistency at the moment of the audit. An operation in progress can look like one; it is gone at the next audit. */
export type Finding = Readonly<{
  kind: string;
  subject: string;
  orderId: OrderId | null;
  paymentId: PaymentId | null;
  detail: string;
}>;

/** The findings of one page of an audit, and where the next page begins; null at the end. */
export type AuditPage = Readonly<{ checked: number; faults: readonly Finding[]; next: string | null }>;

/** A finding that persisted for the grace period. */
export type Discrepancy = Finding & Readonly<{ id: Id<'disc'>; foundAt: Date; resolvedAt: Date | null }>;

export const aboutOrder = (kind: string, orderId: OrderId, detail: string): Finding => ({
  kind,
  subject: orderId,
  orderId,
  paymentId: null,
  detail,
});

/** An order as it is compared with payments and stock. `refunding` is the sum of its pending refunds. */
export type AuditedOrder = Readonly<{
  id: OrderId;
  status: OrderStatus;
  step: Step;
  total: Money;
  refunded: Money;
  refunding: Money;
  paymentId: PaymentId | null;
}>;
export type Charge = Readonly<{ id: PaymentId; orderId: OrderId; captured: Money; refunded: Money }>;
export type StockReservation = Readonly<{ orderId: OrderId; subject: string; expiresAt: Date }>;

const LATE_MS = 60_000;

/** Every charge belongs to an order or is refunded, every placed order has its charge, and both agree on the refunds. */
export const chargeFindings = (charges: readonly Charge[], orders: readonly AuditedOrder[]): Finding[] => {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const known = new Set(charges.map(({ id }) => id));
  return [
    ...charges.flatMap((charge) => ofCharge(charge, byId.get(charge.orderId))),
    ...orders
      .filter(({ paymentId }) => paymentId !== null && !known.has(paymentId))
      .filter(isPlaced)
      .map(({ id, paymentId }) => ({
        ...aboutOrder('PAYMENT_MISSING', id, `There is no payment ${paymentId}.`),
        paymentId,
      })),
  ];
};

const isPlaced = ({ status, total }: AuditedOrder): boolean =>
  total.amount > 0 && (status === 'PLACED' || status === 'COMPLETED');

const ofCharge = (charge: Charge, order: AuditedOrder | undefined): Finding[] => {
  const { id: paymentId, orderId, captured, refunded } = charge;
  const left = captured.amount - refunded.amount;
  const fault = (kind: string, detail: string): Finding => ({
    kind,
    subject: paymentId,
    orderId,
    paymentId,
    detail,
  });
  if (!order)
    return left > 0
      ? [fault('CHARGE_WITHOUT_ORDER', `${formatted(captured)} were taken for an order that is not there.`)]
      : [];
  const isOurs = order.paymentId === paymentId;
  return [
    ...(isOurs && isPlaced(order) && captured.amount !== order.total.amount
      ? [
          fault(
            'CHARGE_AMOUNT',
            `${formatted(captured)} were taken for an order of ${formatted(order.total)}.`,
          ),
        ]
      : []),
    ...(left > 0 && order.status === 'CANCELLED' && order.refunding.amount === 0
      ? [fault('CHARGE_OF_CANCELLED', `${formatted(captured)} were taken, ${formatted(refunded)} went back.`)]
      : []),
    ...(left > 0 && order.status === 'PENDING'
      ? [fault('CHARGE_NOT_PLACED', `${formatted(captured)} were taken, and the order still waits.`)]
      : []),
    ...(isOurs && refunded.amount !== order.refunded.amount
      ? [
          fault(
            'REFUNDS_DISAGREE',
            `${formatted(refunded)} went back by the payment, ${formatted(order.refunded)} by the order.`,
          ),
        ]
      : []),
  ];
};

/** Every reservation belongs to a pending order and does not outlive it. */
export const reservationFindings = (
  held: readonly StockReservation[],
  orders: readonly AuditedOrder[],
  now: Date,
): Finding[] => {
  const byId = new Map(orders.map((order) => [order.id, order]));
  return held.flatMap(({ orderId, subject, expiresAt }) => {
    const fault = (kind: string, detail: string): Finding => ({
      ...aboutOrder(kind, orderId, detail),
      subject: `${orderId} ${subject}`,
    });
    const order = byId.get(orderId);
    if (!order) return [fault('HOLD_WITHOUT_ORDER', 'Stock is held for an order that is not there.')];
    if (order.status !== 'PENDING')
      return [fault('HOLD_OUTLIVES_ORDER', `Stock is held for an order that is ${order.status}.`)];
    return now.getTime() - expiresAt.getTime() > LATE_MS
      ? [fault('HOLD_OUTLIVES_EXPIRY', `Stock was to be held until ${expiresAt.toISOString()}.`)]
      : [];
  });
};

type AuditAnswer = Readonly<{
  checked: number;
  faults: readonly Readonly<{ kind: string; subject: string; detail: string }>[];
  next?: string | null | undefined;
}>;

/** A page of another service's audit. */
export const auditPage = ({ checked, faults, next }: AuditAnswer) => ({
  checked,
  faults: faults.map(toFinding),
  next: next ?? null,
});

const toFinding = ({ kind, subject, detail }: AuditAnswer['faults'][number]): Finding => ({
  kind,
  subject,
  detail,
  orderId: null,
  paymentId: isId('pay', subject) ? subject : null,
});
