import { badInput } from '../../../kernel/errors.ts';
import { failpoint } from '../../../kernel/failpoint.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { readLines } from './commands.ts';
import { completeReservation, holdOf } from './completeReservation.ts';
import { expireOverdue } from './expireReservations.ts';
import type { Taken } from './ports.ts';
import { type Line, next, opened, type Reservation, type Shortage, summed } from './reservation.ts';

type Needs = Pick<Ports, 'stock' | 'reservations' | 'now'>;
export type Reserved = Readonly<{ reserved: boolean; shortages: readonly Shortage[] }>;

/** All lines or none. Again with the same order: the same answer, or on with what was begun. */
export const stockReserve =
  (ports: Needs) =>
  async (
    orderId: string,
    lines: readonly { variantId: string; quantity: number }[],
    expiresAt: Date,
  ): Promise<Reserved> => {
    const wanted = opened(readId('ord', orderId), readLines(lines), expiresAt);
    const hopeless = await shortAtOnce(ports, wanted);
    if (hopeless.length) return { reserved: false, shortages: hopeless };
    const { reservation } = await ports.reservations.open(wanted);
    await failpoint('products.reserve.afterClaim');
    if (reservation.state === 'RELEASED') return { reserved: false, shortages: [] };
    if (JSON.stringify(summed(reservation.lines)) !== JSON.stringify(wanted.lines))
      throw badInput('This order has reserved something else.');
    return reservation.state === 'RESERVING' ? takeAll(ports)(reservation) : answer(reservation);
  };

/** What is short before anything is begun: of a new order, after what should have expired has. Nothing is written for it. */
const shortAtOnce = async (ports: Needs, wanted: Reservation): Promise<Shortage[]> => {
  if ((await shortagesOf(ports, wanted)).length === 0 || (await ports.reservations.find(wanted.orderId)))
    return [];
  const freed = await Promise.all(wanted.lines.map(({ variantId }) => expireOverdue(ports)(variantId)));
  return freed.some((count) => count > 0) ? [] : shortagesOf(ports, wanted);
};

/** Reserves line after line. If one is short, releases all of them. Other processes that work on the same order do the same. */
export const takeAll =
  (ports: Needs) =>
  async (reservation: Reservation): Promise<Reserved> => {
    const { round, orderId } = reservation;
    for (const line of reservation.lines) {
      const taken = await take(ports, reservation, line);
      if (taken === 'GONE') return conclude(ports, orderId);
      if (taken === 'SHORT') return refused(ports, reservation);
      await failpoint('products.reserve.betweenLines');
    }
    ports.stock.drainSoon(reservation.lines.map(({ variantId }) => variantId));
    const held = await ports.reservations.change(
      orderId,
      (now) => next(now, { kind: 'HELD', round }),
      reservation,
    );
    await failpoint('products.reserve.afterHeld');
    return held ? answer(held) : conclude(ports, orderId);
  };

/** Where too little is left, what should have expired does so first. */
const take = async (ports: Needs, reservation: Reservation, line: Line): Promise<Taken> => {
  const hold = holdOf(reservation, line);
  const taken = await ports.stock.hold(hold);
  if (taken !== 'SHORT') return taken;
  return (await expireOverdue(ports)(line.variantId)) > 0 ? ports.stock.hold(hold) : 'SHORT';
};

const refused = async (ports: Needs, reservation: Reservation): Promise<Reserved> => {
  const shortages = await shortagesOf(ports, reservation);
  const { orderId, round } = reservation;
  const short = await ports.reservations.change(orderId, (now) =>
    next(now, { kind: 'SHORT', round, shortages }),
  );
  await failpoint('products.reserve.beforeCompensation');
  return short ? answer(await completeReservation(ports)(short)) : conclude(ports, orderId);
};

/** What is short now; what the order itself holds counts as there. */
const shortagesOf = async ({ stock }: Needs, { lines }: Reservation): Promise<Shortage[]> => {
  const levels = await stock.levels(lines.map(({ variantId }) => variantId));
  return lines.flatMap(({ variantId, quantity }, i): Shortage[] => {
    const available = Math.max(0, levels[i]?.available ?? 0);
    return available < quantity ? [{ variantId, wanted: quantity, available }] : [];
  });
};

/** The reservation as it came out; what it may not hold is given back before the answer. */
const conclude = async (ports: Needs, orderId: OrderId): Promise<Reserved> => {
  const reservation = await ports.reservations.find(orderId);
  if (!reservation) return { reserved: false, shortages: [] };
  const isOver = ['REFUSED', 'RELEASED', 'EXPIRED'].includes(reservation.state);
  return answer(isOver ? await completeReservation(ports)(reservation) : reservation);
};

const answer = ({ state, shortages }: Reservation): Reserved => ({
  reserved: state === 'RESERVED' || state === 'COMMITTING' || state === 'COMMITTED',
  shortages: state === 'REFUSED' ? shortages : [],
});
