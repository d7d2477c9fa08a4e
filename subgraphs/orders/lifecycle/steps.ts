import { setInterval } from 'node:timers';
import { failpoint } from '../../../kernel/failpoint.ts';
import type { Resource } from '../../../kernel/lifecycle.ts';
import type { Log } from '../../../kernel/log.ts';
import { FIRST_CHECK_MS } from '../order/change.ts';
import type { OrderPorts } from '../order/ports.ts';

const SWEEP_INTERVAL_MS = 5_000;

/** Runs a step of the saga between the two failpoints `orders.checkout.<name>.before` and `.after`. */
export const withFailpoint = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
  await failpoint(`orders.checkout.${name}.before`);
  const result = await run();
  await failpoint(`orders.checkout.${name}.after`);
  return result;
};

/** When to check a waiting order again: the interval doubles with the order's age, and a check is due when the order expires. */
export const nextCheckAt = (createdAt: Date, expiresAt: Date, now: Date): Date => {
  if (expiresAt <= now) return new Date(now.getTime() + FIRST_CHECK_MS);
  const doubled = now.getTime() + Math.max(FIRST_CHECK_MS, now.getTime() - createdAt.getTime());
  return new Date(Math.min(doubled, expiresAt.getTime()));
};

/** Finds orders whose job was lost or keeps failing, and enqueues a new job for each. */
export const sweeper = ({ orders, clock }: Pick<OrderPorts, 'orders' | 'clock'>, log: Log): Resource => {
  const sweep = async (): Promise<void> => {
    const ids = await orders.overdue(clock());
    if (ids.length > 0) log.info({ orders: ids.length }, 'enqueued jobs for overdue orders');
  };
  const timer = setInterval(
    () =>
      void sweep().catch((error: unknown) => log.warn({ err: error }, 'could not look for overdue orders')),
    SWEEP_INTERVAL_MS,
  );
  return { name: 'sweeper', ready: async () => undefined, close: async () => clearInterval(timer) };
};
