import type { VariantId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { completeReservation } from './completeReservation.ts';
import type { Hold } from './ports.ts';
import { isHeld, next, tokenOf } from './reservation.ts';

type Needs = Pick<Ports, 'stock' | 'reservations' | 'now'>;

const BATCH = 100;

/** What is being given back now: a crowd before an empty shelf looks once in each process, and not each for itself. */
const working = new WeakMap<Needs['stock'], Map<VariantId | null, Promise<number>>>();

/** Gives back what is held for longer than it may be: of one variant, or of all. Says how much there was to do. */
export const expireOverdue =
  (ports: Needs) =>
  (variantId: VariantId | null): Promise<number> => {
    const own = working.get(ports.stock) ?? new Map<VariantId | null, Promise<number>>();
    working.set(ports.stock, own);
    const begun = own.get(variantId) ?? expireAll(ports, variantId).finally(() => own.delete(variantId));
    own.set(variantId, begun);
    return begun;
  };

const expireAll = async (ports: Needs, variantId: VariantId | null): Promise<number> => {
  const overdue = await ports.stock.overdue(ports.now(), variantId, BATCH);
  for (const hold of overdue) await expire(ports, hold);
  return overdue.length;
};

/** The reservation decides. A hold that belongs to no round that lives was left by a process that died, and goes as well. */
const expire = async (ports: Needs, hold: Hold): Promise<void> => {
  const { stock, reservations, now } = ports;
  const expired = await reservations.change(hold.orderId, (each) =>
    next(each, { kind: 'EXPIRE', now: now() }),
  );
  const reservation = expired ?? (await reservations.find(hold.orderId));
  if (reservation && !reservation.settled && !isHeld(reservation.state))
    await completeReservation(ports)(reservation);
  const isItsOwn = reservation !== null && isHeld(reservation.state) && tokenOf(reservation) === hold.token;
  if (!isItsOwn) await stock.letGo(hold, 'EXPIRE');
};
