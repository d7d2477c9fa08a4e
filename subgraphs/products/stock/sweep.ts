import type { Ports } from '../ports.ts';
import { expireOverdue } from './expire.ts';
import { isHeld, next, type Reservation } from './reservation.ts';
import { settle } from './settle.ts';
import { finishReturns } from './stockReturn.ts';

type Needs = Pick<Ports, 'stock' | 'reservations' | 'now'>;

const BATCH = 100;

/** Ends what has run out, and finishes what a process began and did not. Any number of processes may do so at once. */
export const sweep = (ports: Needs) => async (): Promise<void> => {
  for (const reservation of await ports.reservations.due(ports.now(), BATCH)) await finish(ports, reservation);
  await expireOverdue(ports)(null);
  await ports.stock.drain(await ports.stock.undrained(BATCH));
};

const finish = async (ports: Needs, due: Reservation): Promise<void> => {
  const expired = await ports.reservations.change(due.orderId, (now) => next(now, { kind: 'EXPIRE', now: ports.now() }));
  const reservation = expired ?? due;
  if (isHeld(reservation.state)) return;
  await finishReturns(ports)(await settle(ports)(reservation));
};
