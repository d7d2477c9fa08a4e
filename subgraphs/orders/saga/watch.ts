import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../change.ts';

export const ADVANCE = 'orders.advance';
const FIRST_CHECK_MS = 30_000;

const advanceAt = (orderId: OrderId, runAt: Date | null): NewJob => ({
  task: ADVANCE,
  payload: { orderId },
  key: `advance:${orderId}`,
  ...(runAt ? { runAt } : {}),
});

/** The saga of the order goes on as soon as this is committed. */
export const advanceJob = (orderId: OrderId): NewJob => advanceAt(orderId, null);

/** The watchdog that comes with every order. */
export const watchdogJob = (orderId: OrderId, now: Date): NewJob & { runAt: Date } => {
  const runAt = new Date(now.getTime() + FIRST_CHECK_MS);
  return { ...advanceAt(orderId, runAt), runAt };
};

/** When to look again at an order that waits: after as long again as it is old, and as soon as it expires. */
export const nextCheckAt = (createdAt: Date, expiresAt: Date, now: Date): Date => {
  const doubled = now.getTime() + Math.max(FIRST_CHECK_MS, now.getTime() - createdAt.getTime());
  return new Date(expiresAt > now ? Math.min(doubled, expiresAt.getTime()) : now.getTime() + FIRST_CHECK_MS);
};
