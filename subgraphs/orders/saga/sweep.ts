import { setInterval } from 'node:timers';
import type { Resource } from '../../../kernel/lifecycle.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Ports } from '../ports.ts';

const EVERY_MS = 5_000;

/** Finds orders whose job was lost with its process or fails again and again, and gives each a new one. */
export const sweeper = ({ orders, clock }: Pick<Ports, 'orders' | 'clock'>, log: Log): Resource => {
  const sweep = async (): Promise<void> => {
    const ids = await orders.overdue(clock());
    if (ids.length > 0) log.info({ orders: ids.length }, 'orders are looked after again');
  };
  const timer = setInterval(
    () => void sweep().catch((error: unknown) => log.warn({ err: error }, 'orders were not looked after')),
    EVERY_MS,
  );
  return { name: 'sweeper', ready: async () => undefined, close: async () => clearInterval(timer) };
};
