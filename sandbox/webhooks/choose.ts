import type { Delivery } from '../journal/world.ts';
import type { Settings } from './settings.ts';

const AT_ONCE = 8;

type Choice = Readonly<{ send: readonly Delivery[]; wakeIn: number | null }>;

/** Which of the waiting events go out now, and in how long (ms) to look again. */
export const choose = (
  waiting: readonly Delivery[],
  { paused, reorder, url }: Settings,
  underWay: number,
  now: number,
): Choice => {
  if (paused || !url) return { send: [], wakeIn: null };
  const due = waiting.filter(({ nextAt }) => nextAt <= now);
  const later = waiting.filter(({ nextAt }) => nextAt > now).map(({ nextAt }) => nextAt - now);
  const room = Math.max(0, (reorder ? 1 : AT_ONCE) - underWay);
  return {
    send: (reorder ? due.reverse() : due).slice(0, room),
    wakeIn: later.length ? Math.min(...later) : null,
  };
};
