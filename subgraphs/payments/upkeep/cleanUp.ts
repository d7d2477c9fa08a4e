import type { Ports } from '../ports.ts';
import type { Kept } from './ports.ts';

const DAY_MS = 86_400_000;

export type Days = Readonly<Record<Kept, number>>;

/** Forgets events and idempotency keys that nobody will send again. */
export const cleanUp =
  ({ upkeep, now }: Pick<Ports, 'upkeep' | 'now'>) =>
  async (days: Days): Promise<void> => {
    for (const what of ['events', 'keys'] as const) {
      const before = new Date(now().getTime() - days[what] * DAY_MS);
      while ((await upkeep.forget(what, before)) > 0);
    }
  };
