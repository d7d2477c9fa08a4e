import type { Log } from '../kernel/log.ts';
import { disputeOpen } from './api/disputes.ts';
import { refundEnd } from './api/refunds.ts';
import type { Store } from './journal/store.journal.ts';
import type { Unit } from './journal/unit.ts';
import type { Due } from './journal/world.ts';

type Options = Readonly<{ store: Store; log: Log; unit(): Unit; now(): number }>;

/** Lets happen what test cards cause later. What is due is in the store, so a restart forgets nothing. */
export const startDues = ({ store, log, unit, now }: Options): { close(): void } => {
  const timers = new Map<string, NodeJS.Timeout>();
  const happen = (due: Due): void => {
    timers.delete(due.id);
    const work = broughtBy(due) ?? unit();
    work.drop('due', due.id);
    store.commit(work.changes());
  };
  const broughtBy = (due: Due): Unit | null => {
    const work = unit();
    try {
      bring(work, due);
      return work;
    } catch (error) {
      log.warn({ err: error, due: due.id }, 'what was due could not happen');
      return null;
    }
  };
  const arm = (due: Due): void => {
    if (!timers.has(due.id)) timers.set(due.id, setTimeout(happen, Math.max(0, due.at - now()), due));
  };
  for (const due of store.world.due.values()) arm(due);
  store.listen((changes) => {
    for (const { table, id } of changes) {
      const due = table === 'due' ? store.world.due.get(id) : undefined;
      if (due) arm(due);
    }
  });
  return {
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
};

const bring = (unit: Unit, { id, what }: Due): void => {
  switch (what) {
    case 'dispute_opens':
      disputeOpen(unit, id);
      return;
    case 'inquiry_opens':
      disputeOpen(unit, id, true);
      return;
    case 'refund_fails':
      refundEnd(unit, id, 'failed');
      return;
    case 'refund_succeeds':
      refundEnd(unit, id, 'succeeded');
      return;
    default:
      what satisfies never;
  }
};
