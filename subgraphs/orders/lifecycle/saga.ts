import type { OrderId } from '../../../kernel/ids.ts';
import { formatted, isZero } from '../../../kernel/money.ts';
import { done } from '../../../kernel/outcome.ts';
import { invoiceJob, orderEmailJob } from '../documents/jobs.ts';
import { openRefunds } from '../fulfillment/commands.ts';
import { type OrderChange, systemEvents } from '../order/change.ts';
import { isExpired, keptLines, type Order } from '../order/order.ts';
import { PAYMENT, STATUS, STEP, type Step } from '../order/statuses.ts';
import { cancelIfPending, cancellationRefundId, cancelUnpaid } from './cancellation.ts';
import { closeCartJob } from './commands.ts';
import { capturedAmount, type PaymentState, phaseOf } from './payment.ts';
import type { LifecyclePorts } from './ports.ts';
import { nextCheckAt, withFailpoint } from './steps.ts';

type Ports = Pick<LifecyclePorts, 'orders' | 'catalogue' | 'payments' | 'clock'>;

/** One action of a step. It returns false if it can never succeed; it throws to be retried. */
type Action = Readonly<{
  name: string;
  run(ports: Ports, order: Order): Promise<boolean | undefined>;
  /** The step that undoes what was done, and the reason for the buyer, if the action returns false. */
  compensatedBy?: Readonly<{ step: 'RELEASING' | 'RETURNING'; reason: string }>;
}>;

type SagaStep = Readonly<{
  /** Run in this order, each between its failpoints. Every action is safe to repeat. */
  runs: readonly Action[];
  /** The change that follows when all actions have succeeded. Null if nothing does. */
  follows: ((ports: Ports, order: Order) => Promise<void>) | null;
}>;

/**
 * The saga of an order. For each step: what runs, what follows, and which step compensates a failure.
 *
 * CREATED and OPENED wait for the buyer. SETTLING charges the buyer and places the order. RELEASING undoes an order that was not
 * charged, RETURNING one that was. SETTLING and RELEASING exclude each other: the first transition decides.
 */
const SAGA: Readonly<Record<Step, SagaStep>> = {
  CREATED: { runs: [], follows: (ports, order) => checkPayment(ports, order) },
  OPENED: { runs: [], follows: (ports, order) => checkPayment(ports, order) },
  SETTLING: {
    runs: [
      {
        name: 'commit',
        run: ({ catalogue }, { id }) => catalogue.commit(id),
        compensatedBy: { step: 'RELEASING', reason: 'The items sold out before the payment was complete.' },
      },
      {
        name: 'capture',
        run: (ports, order) => capturePayment(ports, order),
        compensatedBy: { step: 'RETURNING', reason: 'The payment could not be captured.' },
      },
    ],
    follows: (ports, order) => placeOrder(ports, order),
  },
  RELEASING: {
    runs: [
      { name: 'void', run: (ports, order) => voidPayment(ports, order) },
      { name: 'release', run: ({ catalogue }, { id }) => catalogue.release(id).then(() => true) },
    ],
    follows: (ports, order) => finish(ports, order),
  },
  RETURNING: {
    runs: [
      { name: 'putBack', run: (ports, order) => returnItems(ports, order) },
      { name: 'refund', run: (ports, order) => refundOrVoid(ports, order) },
    ],
    follows: (ports, order) => finish(ports, order),
  },
  DONE: { runs: [], follows: null },
};

/** Continues an order's saga from its current step. It is the order's watchdog job, and runs until the saga is done. */
export const advance =
  (ports: Ports) =>
  async (id: OrderId): Promise<void> => {
    const [order] = await ports.orders.find([id]);
    if (order?.step === 'SETTLING') return captureAndPlace(ports)(id);
    if (order) await runStep(ports, order);
  };

/**
 * Captures the payment and places the order, once the payment is authorized or the total is zero. Does nothing if the order is
 * cancelled or already placed. Safe to repeat.
 */
export const captureAndPlace =
  (ports: Ports) =>
  async (id: OrderId): Promise<void> => {
    const begun = await withFailpoint('settle', () =>
      ports.orders.change(id, (order) => done(beginSettling(order))),
    );
    if (begun.ok && begun.value.step === 'SETTLING') await runStep(ports, begun.value);
  };

const runStep = async (ports: Ports, order: Order): Promise<void> => {
  const { runs, follows } = SAGA[order.step];
  for (const { name, run, compensatedBy } of runs) {
    const succeeded = await withFailpoint(name, () => run(ports, order));
    if (succeeded === false && compensatedBy) return compensate(ports, order, compensatedBy);
  }
  await follows?.(ports, order);
};

const compensate = async (
  { orders, clock }: Ports,
  { id }: Order,
  { step, reason }: NonNullable<Action['compensatedBy']>,
): Promise<void> => {
  const cancellation = { reason, by: { actor: 'SYSTEM' } as const, now: clock() };
  await withFailpoint('giveUp', () =>
    orders.change(id, (order) =>
      done(order.step === 'SETTLING' ? cancelUnpaid(order, cancellation, step) : null),
    ),
  );
};

/** Continues with an order that is paid even if the provider's message was lost, and cancels one that has expired. */
const checkPayment = async (ports: Ports, order: Order): Promise<void> => {
  const now = ports.clock();
  const isFree = order.total.amount === 0 && order.step === 'OPENED';
  const phase = isFree ? 'AUTHORIZED' : phaseOf(await ports.payments.state(order.id));
  if ((phase === 'AUTHORIZED' || phase === 'CAPTURED') && order.step === 'OPENED')
    return captureAndPlace(ports)(order.id);
  if (!isExpired(order, now))
    return ports.orders.scheduleCheck(order.id, nextCheckAt(order.createdAt, order.expiresAt, now));
  const cancellation = {
    reason: 'The order was not paid in time.',
    by: { actor: 'SYSTEM' },
    now,
    expired: true,
    silent: true,
  } as const;
  await withFailpoint('expire', () =>
    ports.orders.change(order.id, (current) => done(cancelIfPending(current, cancellation))),
  );
};

/** The buyer may be charged from here on. Null if the order is being cancelled, or is settling already. */
const beginSettling = (order: Order): OrderChange | null =>
  order.status === 'PENDING' && STEP[order.step].SETTLE ? { set: { step: 'SETTLING' }, events: [] } : null;

/** True if exactly the total was captured, false if it never will be. Throws while the result is unknown. */
const capturePayment = async ({ payments }: Ports, { id, total }: Order): Promise<boolean> => {
  if (total.amount === 0) return true;
  const state = await payments.capture(id);
  const phase = phaseOf(state);
  if (phase === 'CAPTURED') return capturedAmount(state, total.currency).amount === total.amount;
  if (phase === 'CLOSED' || phase === 'NONE') return false;
  throw new Error(`the payment of ${id} is ${state.status ?? 'missing'} after its capture`);
};

const placeOrder = async ({ orders, clock }: Ports, order: Order): Promise<void> => {
  await withFailpoint('place', () =>
    orders.change(order.id, (current) => done(placed(current, clock())), order),
  );
};

const placed = (order: Order, now: Date): OrderChange | null => {
  const status = STATUS[order.status].PLACE;
  if (!status || order.step !== 'SETTLING') return null;
  const isFree = order.total.amount === 0;
  return {
    set: {
      status,
      step: 'DONE',
      placedAt: now,
      paymentStatus: PAYMENT[order.paymentStatus].CAPTURE ?? order.paymentStatus,
    },
    events: systemEvents(...(isFree ? [] : (['PAYMENT_AUTHORIZED', 'PAYMENT_CAPTURED'] as const)), 'PLACED'),
    jobs: [orderEmailJob('receipt', order.id), invoiceJob(order.id), closeCartJob(order.id)],
  };
};

const returnItems = async ({ catalogue }: Ports, order: Order): Promise<true> => {
  await catalogue.returnStock(order.id, keptLines(order), cancellationRefundId(order));
  return true;
};

const refundOrVoid = async (ports: Ports, order: Order): Promise<true> => {
  const isPaid = order.paymentStatus === 'PAID' || order.paymentStatus === 'PARTIALLY_REFUNDED';
  if (!isPaid) return voidPayment(ports, order);
  await openRefunds(ports)(order.id);
  return true;
};

/** Voids the payment. If the provider has captured it before, the captured amount is refunded. */
const voidPayment = async (ports: Ports, { id, total }: Order): Promise<true> => {
  if (total.amount === 0) return true;
  const state = await ports.payments.void(id);
  const phase = phaseOf(state);
  if (phase === 'UNKNOWN' || phase === 'AUTHORIZED' || phase === 'OPEN')
    throw new Error(`the payment of ${id} is ${state.status} after it was voided`);
  await ports.orders.change(id, (order) => done(voided(order, state)));
  if (phase === 'CAPTURED') await openRefunds(ports)(id);
  return true;
};

const voided = (order: Order, state: PaymentState): OrderChange | null => {
  const amount = capturedAmount(state, order.currency);
  const isCaptured = phaseOf(state) === 'CAPTURED' && !isZero(amount);
  const paymentStatus = PAYMENT[order.paymentStatus][isCaptured ? 'CAPTURE' : 'VOID'];
  if (!paymentStatus || state.paymentId === null) return null;
  if (!isCaptured) return { set: { paymentStatus }, events: systemEvents('PAYMENT_VOIDED') };
  const id = cancellationRefundId(order);
  const reason = order.cancelReason ?? 'cancelled';
  return {
    set: { paymentStatus },
    refunds: [{ id, paymentRefundId: null, amount, status: 'PENDING', reason }],
    events: [
      ...systemEvents('PAYMENT_CAPTURED'),
      { kind: 'REFUND_REQUESTED', actor: 'SYSTEM', message: `Refund of ${formatted(amount)} requested.` },
    ],
  };
};

const finish = async ({ orders }: Ports, { id }: Order): Promise<void> => {
  await orders.change(id, (order) =>
    done(STEP[order.step].FINISH === 'DONE' ? { set: { step: 'DONE' }, events: [] } : null),
  );
};
