import { setTimeout as wait } from 'node:timers/promises';
import { isExpired, isPayable, type Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { type Carried, carryOut, refusedPayment } from './carryOut.ts';

const PATIENCE_MS = 2_500;
const LOOK_MS = 20;
const SLOWEST_LOOK_MS = 320;

/**
 * The order of a checkout that is repeated. While the first call may still be at work it is waited for; if it died, its steps
 * are taken up here, since each of them may be repeated.
 */
export const again =
  (ports: Ports) =>
  async (known: Order): Promise<Carried> => {
    const order = await onceMoved(ports, known);
    const now = ports.clock();
    if (order.step === 'CREATED' && !isExpired(order, now)) return carryOut(ports)(order);
    if (!isPayable(order, now)) return { order, clientSecret: null };
    const opened = await ports.payments.open(order);
    return 'refusals' in opened
      ? refusedPayment(ports, order, opened.refusals)
      : { order, clientSecret: opened.clientSecret };
  };

const onceMoved = async ({ orders, clock }: Ports, known: Order): Promise<Order> => {
  let order = known;
  let pause = LOOK_MS;
  while (order.step === 'CREATED' && clock().getTime() - order.createdAt.getTime() < PATIENCE_MS) {
    await wait(pause);
    pause = Math.min(pause * 2, SLOWEST_LOOK_MS);
    order = (await orders.find([order.id]))[0] ?? order;
  }
  return order;
};
