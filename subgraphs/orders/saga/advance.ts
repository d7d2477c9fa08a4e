import type { OrderId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import { abandon } from '../cancellation/cancellation.ts';
import { isExpired, type Order } from '../order.ts';
import { standingOf } from '../payment/paymentState.ts';
import type { Ports } from '../ports.ts';
import { putBack, release } from './letGo.ts';
import { settle } from './settle.ts';
import { step } from './step.ts';
import { nextLook } from './watch.ts';

/** The watchdog of an order: does whatever its saga needs next. Every order has one until its saga is done. */
export const advance =
  (ports: Ports) =>
  async (id: OrderId): Promise<void> => {
    const [order] = await ports.orders.find([id]);
    if (!order) return;
    switch (order.step) {
      case 'CREATED':
      case 'OPENED':
        return watch(ports, order);
      case 'SETTLING':
        return settle(ports)(id);
      case 'RELEASING':
        return release(ports)(order);
      case 'RETURNING':
        return putBack(ports)(order);
      case 'DONE':
        return;
      default:
        return order.step satisfies never;
    }
  };

/** A buyer who has paid is not let down because a message was lost; one who has not is waited for until the order expires. */
const watch = async (ports: Ports, order: Order): Promise<void> => {
  const now = ports.clock();
  const isFree = order.total.amount === 0 && order.step === 'OPENED';
  const standing = isFree ? 'HELD' : standingOf(await ports.payments.state(order.id));
  if ((standing === 'HELD' || standing === 'TAKEN') && order.step === 'OPENED')
    return settle(ports)(order.id);
  if (!isExpired(order, now))
    return ports.orders.lookAgain(order.id, nextLook(order.createdAt, order.expiresAt, now));
  await step('expire', () =>
    ports.orders.change(order.id, (current) => done(abandon(current, expired(now)))),
  );
};

const expired = (now: Date) =>
  ({
    reason: 'It was not paid in time.',
    by: { actor: 'SYSTEM' },
    now,
    expired: true,
    silent: true,
  }) as const;
