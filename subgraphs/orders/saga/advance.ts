import type { OrderId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import { cancelIfPending } from '../cancellation/cancellation.ts';
import { isExpired, type Order } from '../order.ts';
import { phaseOf } from '../payment/paymentState.ts';
import type { Ports } from '../ports.ts';
import { putBack, release } from './letGo.ts';
import { settle } from './settle.ts';
import { withFailpoint } from './step.ts';
import { nextCheckAt } from './watch.ts';

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
  const standing = isFree ? 'HELD' : phaseOf(await ports.payments.state(order.id));
  if ((standing === 'HELD' || standing === 'TAKEN') && order.step === 'OPENED')
    return settle(ports)(order.id);
  if (!isExpired(order, now))
    return ports.orders.scheduleCheck(order.id, nextCheckAt(order.createdAt, order.expiresAt, now));
  await withFailpoint('expire', () =>
    ports.orders.change(order.id, (current) => done(cancelIfPending(current, expired(now)))),
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
