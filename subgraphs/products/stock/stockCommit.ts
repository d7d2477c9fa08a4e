import { failpoint } from '../../../kernel/failpoint.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { next, type Reservation } from './reservation.ts';
import { settle } from './settle.ts';
import { takeAll } from './stockReserve.ts';

type Needs = Pick<Ports, 'stock' | 'reservations' | 'now'>;

const RETAKEN_FOR_MS = 60_000;

/** Takes what an order holds off the shelf; what has expired is taken again where there is enough. */
export const stockCommit =
  (ports: Needs) =>
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
const hold = async (ports: Needs, reservation: Reservation): Promise<void> => {
  if (reservation.state === 'RESERVING') await takeAll(ports)(reservation);
  if (reservation.state !== 'EXPIRED') return;
  await settle(ports)(reservation);
  const expiresAt = new Date(ports.now().getTime() + RETAKEN_FOR_MS);
  const retaken = await ports.reservations.change(reservation.orderId, (now) =>
    next(now, { kind: 'RETAKE', expiresAt }),
  );
  if (retaken) await takeAll(ports)(retaken);
};

const finished = async (ports: Needs, id: OrderId, decided: Reservation | null): Promise<boolean> => {
  const reservation = decided ?? (await ports.reservations.find(id));
  if (!reservation || !['COMMITTING', 'COMMITTED'].includes(reservation.state)) return false;
  return (await settle(ports)(reservation)).state === 'COMMITTED';
};
