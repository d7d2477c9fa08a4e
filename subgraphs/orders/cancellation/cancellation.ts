import { formatted, isZero } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Change, NewEvent, NewJob } from '../change.ts';
import { mailJob } from '../mails/mailJob.ts';
import { canCancel, type Order, type Refund, refundable } from '../order.ts';
import { advanceNow } from '../saga/watch.ts';
import { STATUS, STEP } from '../statuses.ts';

type Why = Readonly<{
  reason: string;
  by: Omit<NewEvent, 'kind' | 'message'>;
  now: Date;
  expired?: boolean;
  silent?: boolean;
}>;

/** Cancels an order of which nothing was charged: its stock, payment and promotions are let go. */
export const cancelUnpaid = (
  order: Order,
  why: Why,
  step: 'RELEASING' | 'RETURNING' = 'RELEASING',
): Change => ({
  set: { ...cancelled(why), step },
  events: [
    ...(why.expired ? [{ ...why.by, kind: 'EXPIRED' } as const] : []),
    { ...why.by, kind: 'CANCELLED', message: why.reason },
  ],
  giveBack: true,
  jobs: jobsOf(order, why),
});

/** Cancels an order that was charged: its stock and its money go back. */
const cancelPaid = (order: Order, why: Why): Change => {
  const amount = refundable(order);
  const refund: Refund = {
    id: refundKey(order),
    paymentRefundId: null,
    amount,
    status: 'PENDING',
    reason: why.reason,
  };
  const events: NewEvent[] = [{ ...why.by, kind: 'CANCELLED', message: why.reason }];
  return {
    set: { ...cancelled(why), step: 'RETURNING' },
    ...(isZero(amount) ? {} : { refunds: [refund] }),
    events: isZero(amount)
      ? events
      : [
          ...events,
          { ...why.by, kind: 'REFUND_REQUESTED', message: `${formatted(amount)} go back to the buyer.` },
        ],
    giveBack: true,
    jobs: jobsOf(order, why),
  };
};

export const refundKey = ({ id }: Pick<Order, 'id'>): string => `cancel:${id}`;

const cancelled = ({ reason, now }: Why) =>
  ({ status: 'CANCELLED', cancelReason: reason, cancelledAt: now }) as const;

const jobsOf = (order: Order, { silent }: Why): NewJob[] => [
  advanceNow(order.id),
  ...(silent ? [] : [mailJob('cancelled', order.id)]),
];

/** What a buyer or the staff asks for. Cancelling what is cancelled changes nothing. */
export const cancel = (order: Order, why: Why): Outcome<Change | null> => {
  if (order.status === 'CANCELLED') return done(null);
  if (order.status === 'PENDING' && order.step === 'SETTLING')
    return refuse('ORDER_STATE', 'The payment is being taken at this moment; try again shortly.', [
      'orderId',
    ]);
  if (!canCancel(order) || STATUS[order.status].CANCEL === null)
    return refuse('ORDER_STATE', 'An order that is on its way cannot be cancelled; ask for a refund.', [
      'orderId',
    ]);
  return done(order.status === 'PLACED' ? cancelPaid(order, why) : cancelUnpaid(order, why));
};

/** What the saga itself decides; null where somebody was faster. */
export const abandon = (order: Order, why: Why): Change | null =>
  order.status === 'PENDING' && order.step !== 'SETTLING' && STEP[order.step].RELEASE
    ? cancelUnpaid(order, why)
    : null;
