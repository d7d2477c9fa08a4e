import { formatted, isZero } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { orderEmailJob } from '../documents/jobs.ts';
import { advanceJob, type NewEvent, type NewJob, type OrderChange } from '../order/change.ts';
import { canCancel, type Order, type Refund, refundableAmount } from '../order/order.ts';
import { STATUS, STEP } from '../order/statuses.ts';

type Cancellation = Readonly<{
  reason: string;
  by: Omit<NewEvent, 'kind' | 'message'>;
  now: Date;
  expired?: boolean;
  silent?: boolean;
}>;

/** Cancels an order that was not charged. The saga then voids the payment and releases the stock. */
export const cancelUnpaid = (
  order: Order,
  why: Cancellation,
  step: 'RELEASING' | 'RETURNING' = 'RELEASING',
): OrderChange => ({
  set: { ...cancelledFields(why), step },
  events: [
    ...(why.expired ? [{ ...why.by, kind: 'EXPIRED' } as const] : []),
    { ...why.by, kind: 'CANCELLED', message: why.reason },
  ],
  releaseRedemptions: true,
  jobs: cancellationJobs(order, why),
});

/** Cancels an order that was charged. The saga then returns the stock and refunds the payment. */
const cancelPaid = (order: Order, why: Cancellation): OrderChange => {
  const amount = refundableAmount(order);
  const refund: Refund = {
    id: cancellationRefundId(order),
    paymentRefundId: null,
    amount,
    status: 'PENDING',
    reason: why.reason,
  };
  const events: NewEvent[] = [{ ...why.by, kind: 'CANCELLED', message: why.reason }];
  return {
    set: { ...cancelledFields(why), step: 'RETURNING' },
    ...(isZero(amount) ? {} : { refunds: [refund] }),
    events: isZero(amount)
      ? events
      : [
          ...events,
          { ...why.by, kind: 'REFUND_REQUESTED', message: `Refund of ${formatted(amount)} requested.` },
        ],
    releaseRedemptions: true,
    jobs: cancellationJobs(order, why),
  };
};

export const cancellationRefundId = ({ id }: Pick<Order, 'id'>): string => `cancel:${id}`;

const cancelledFields = ({ reason, now }: Cancellation) =>
  ({ status: 'CANCELLED', cancelReason: reason, cancelledAt: now }) as const;

const cancellationJobs = (order: Order, { silent }: Cancellation): NewJob[] => [
  advanceJob(order.id),
  ...(silent ? [] : [orderEmailJob('cancelled', order.id)]),
];

/** Cancels at the request of a buyer or the staff. Null if the order is cancelled already. Refuses with ORDER_STATE. */
export const cancelOrder = (order: Order, why: Cancellation): Outcome<OrderChange | null> => {
  if (order.status === 'CANCELLED') return done(null);
  if (order.status === 'PENDING' && order.step === 'SETTLING')
    return refuse('ORDER_STATE', 'The payment is being captured. Try again in a moment.', ['orderId']);
  if (!canCancel(order) || STATUS[order.status].CANCEL === null)
    return refuse('ORDER_STATE', 'This order has shipped and cannot be cancelled. Refund it instead.', [
      'orderId',
    ]);
  return done(order.status === 'PLACED' ? cancelPaid(order, why) : cancelUnpaid(order, why));
};

/** Cancels if the order is pending and its payment is not being captured. Null otherwise. */
export const cancelIfPending = (order: Order, why: Cancellation): OrderChange | null =>
  order.status === 'PENDING' && order.step !== 'SETTLING' && STEP[order.step].RELEASE
    ? cancelUnpaid(order, why)
    : null;
