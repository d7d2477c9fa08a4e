import { setTimeout as wait } from 'node:timers/promises';
import { isExpired, isPayable, type Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { type CheckoutProgress, cancelRefusedPayment, reserveAndOpenPayment } from './carryOut.ts';

const REPLAY_WAIT_MS = 2_500;
const POLL_MS = 20;
const MAX_POLL_MS = 320;

/**
 * The order of a checkout that is repeated. While the first call may still be at work it is waited for; if it died, its steps
 * are taken up here, since each of them may be repeated.
 */
export const replayCheckout =
  (ports: Ports) =>
  async (known: Order): Promise<CheckoutProgress> => {
    const order = await waitForProgress(ports, known);
    const now = ports.clock();
    if (order.step === 'CREATED' && !isExpired(order, now)) return reserveAndOpenPayment(ports)(order);
    if (!isPayable(order, now)) return { order, clientSecret: null };
    const opened = await ports.payments.open(order);
    return 'refusals' in opened
      ? cancelRefusedPayment(ports, order, opened.refusals)
      : { order, clientSecret: opened.clientSecret };
  };

const waitForProgress = async ({ orders, clock }: Ports, known: Order): Promise<Order> => {
  let order = known;
  let pause = POLL_MS;
  while (order.step === 'CREATED' && clock().getTime() - order.createdAt.getTime() < REPLAY_WAIT_MS) {
    await wait(pause);
    pause = Math.min(pause * 2, MAX_POLL_MS);
    order = (await orders.find([order.id]))[0] ?? order;
  }
  return order;
};
