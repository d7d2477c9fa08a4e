import { completeReservation, finishReturns } from './inventory/completeReservation.ts';
import { expireOverdue } from './inventory/expireReservations.ts';
import { isHeld, next, type Reservation } from './inventory/reservation.ts';
import type { Ports } from './ports.ts';
import { basketCount } from './search/boughtTogether.ts';

type Needs = Pick<Ports, 'stock' | 'reservations' | 'sales' | 'reviews' | 'categories' | 'now'>;

const BATCH = 100;

/** Ends what has run out, and finishes what a process began and did not. Any number of processes may do so at once. */
export const sweep = (ports: Needs) => async (): Promise<void> => {
  const due = await ports.reservations.due(ports.now(), BATCH);
  await each([
    ...due.map((reservation) => () => finish(ports, reservation)),
    () => expireOverdue(ports)(null),
    async () => ports.stock.drain(await ports.stock.undrained(BATCH)),
    () => ports.sales.recount(ports.now()),
    () => ports.categories.noteWithProducts(),
    () => ports.reviews.recount(ports.now()),
  ]);
};

/** One that fails keeps no other from being done; the first fault is told when all have had their turn. */
const each = async (steps: readonly (() => Promise<unknown>)[]): Promise<void> => {
  const faults: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => faults.push(error));
  if (faults.length) throw faults[0];
};

const finish = async (ports: Needs, due: Reservation): Promise<void> => {
  const expired = await ports.reservations.change(due.orderId, (now) =>
    next(now, { kind: 'EXPIRE', now: ports.now() }),
  );
  const reservation = expired ?? due;
  if (isHeld(reservation.state)) return;
  const settled = await completeReservation(ports)(reservation);
  await finishReturns(ports)(settled);
  await basketCount(ports)(settled);
};
