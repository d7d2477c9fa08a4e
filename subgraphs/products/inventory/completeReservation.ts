import { failpoint } from '../../../kernel/failpoint.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { newId, type OrderId, readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { readLines } from './commands.ts';
import type { Hold } from './ports.ts';
import {
  type Line,
  next,
  type Reservation,
  type Return,
  returnDone,
  summed,
  tokenOf,
  tombstone,
  withReturn,
} from './reservation.ts';
import { takeAll } from './stockReserve.ts';

type CompletionPorts = Pick<Ports, 'stock' | 'reservations'>;

export const holdOf = (reservation: Reservation, line: Line): Hold => ({
  ...line,
  orderId: reservation.orderId,
  token: tokenOf(reservation),
  expiresAt: reservation.expiresAt,
});

/** Does with the holds what the reservation's state says. Safe to run again, by anybody, at any time. */
export const completeReservation =
  ({ stock, reservations }: CompletionPorts) =>
  async (reservation: Reservation): Promise<Reservation> => {
    if (reservation.settled) return reservation;
    const { state, round } = reservation;
    for (const line of reservation.lines) {
      const hold = holdOf(reservation, line);
      if (state === 'COMMITTING') await stock.commit(hold);
      else await stock.letGo(hold, state === 'EXPIRED' ? 'EXPIRE' : 'RELEASE');
      await failpoint(
        state === 'COMMITTING' ? 'products.commit.betweenLines' : 'products.release.betweenLines',
      );
    }
    stock.drainSoon(reservation.lines.map(({ variantId }) => variantId));
    const settled = await reservations.change(
      reservation.orderId,
      (now) => next(now, { kind: 'SETTLED', round, state }),
      reservation,
    );
    return settled ?? (await reservations.find(reservation.orderId)) ?? reservation;
  };

type CommitPorts = Pick<Ports, 'stock' | 'reservations' | 'now'>;

const RETAKEN_FOR_MS = 60_000;

/** Takes what an order holds off the shelf; what has expired is taken again where there is enough. */
export const stockCommit =
  (ports: CommitPorts) =>
  async (orderId: string): Promise<{ committed: boolean }> => {
    const id = readId('ord', orderId);
    const reservation = await ports.reservations.find(id);
    if (!reservation) return { committed: false };
    await hold(ports, reservation);
    const decided = await ports.reservations.change(id, (now) => next(now, { kind: 'COMMIT' }), reservation);
    await failpoint('products.commit.afterDecision');
    return { committed: await finished(ports, id, decided) };
  };

/** Brings it to RESERVED, if that is possible. */
const hold = async (ports: CommitPorts, reservation: Reservation): Promise<void> => {
  if (reservation.state === 'RESERVING') await takeAll(ports)(reservation);
  if (reservation.state !== 'EXPIRED') return;
  await completeReservation(ports)(reservation);
  const expiresAt = new Date(ports.now().getTime() + RETAKEN_FOR_MS);
  const retaken = await ports.reservations.change(reservation.orderId, (now) =>
    next(now, { kind: 'RETAKE', expiresAt }),
  );
  if (retaken) await takeAll(ports)(retaken);
};

const finished = async (ports: CommitPorts, id: OrderId, decided: Reservation | null): Promise<boolean> => {
  const reservation = decided ?? (await ports.reservations.find(id));
  if (!reservation || !['COMMITTING', 'COMMITTED'].includes(reservation.state)) return false;
  return (await completeReservation(ports)(reservation)).state === 'COMMITTED';
};

/** Gives back what an order holds, and bars it from reserving later. What was taken off the shelf stays so. */
export const stockRelease =
  (ports: Pick<Ports, 'stock' | 'reservations' | 'now'>) =>
  async (orderId: string): Promise<{ released: boolean }> => {
    const id = readId('ord', orderId);
    const { reservation } = await ports.reservations.open(tombstone(id, ports.now()));
    const released =
      (await ports.reservations.change(id, (now) => next(now, { kind: 'RELEASE' }))) ?? reservation;
    await failpoint('products.release.afterDecision');
    const current = (await ports.reservations.find(id)) ?? released;
    if (current.state !== 'RELEASED') return { released: false };
    await completeReservation(ports)(current);
    return { released: true };
  };

type ReturnPorts = Pick<Ports, 'stock' | 'reservations'>;

/** Puts back what an order took: never more than it took, and once for each key. */
export const stockReturn =
  (ports: ReturnPorts) =>
  async (
    orderId: string,
    lines: readonly { variantId: string; quantity: number }[],
    key: string,
  ): Promise<{ returned: boolean }> => {
    const id = readId('ord', orderId);
    const wanted = summed(readLines(lines)).map((line) => ({ ...line, movementId: newId('mov') }));
    const back: Return = { key: readKey(key), lines: wanted, done: false };
    const isKnown = (now: Reservation) => now.returns.some((each) => each.key === key);
    await ports.reservations.change(id, (now) => (isKnown(now) ? null : withReturn(now, back)));
    await failpoint('products.return.afterDecision');
    const reservation = await ports.reservations.find(id);
    if (!reservation || !isKnown(reservation)) return { returned: false };
    await finishReturns(ports)(reservation);
    return { returned: true };
  };

/** Does what was decided and is not done yet. Safe to run again. */
export const finishReturns =
  ({ stock, reservations }: ReturnPorts) =>
  async ({ orderId, returns }: Reservation): Promise<void> => {
    for (const { key, lines, done } of returns) {
      if (done) continue;
      for (const { movementId, ...line } of lines) {
        await stock.putBack(line, orderId, movementId);
        await failpoint('products.return.betweenLines');
      }
      stock.drainSoon(lines.map(({ variantId }) => variantId));
      await reservations.change(orderId, (now) => returnDone(now, key));
    }
  };
