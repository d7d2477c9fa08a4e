import { failpoint } from '../../../kernel/failpoint.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { barred, next } from './reservation.ts';
import { settle } from './settle.ts';

/** Gives back what an order holds, and bars it from reserving later. What was taken off the shelf stays so. */
export const stockRelease =
  (ports: Pick<Ports, 'stock' | 'reservations' | 'now'>) =>
  async (orderId: string): Promise<{ released: boolean }> => {
    const id = readId('ord', orderId);
    const { reservation } = await ports.reservations.open(barred(id, ports.now()));
    const released =
      (await ports.reservations.change(id, (now) => next(now, { kind: 'RELEASE' }))) ?? reservation;
    await failpoint('products.release.afterDecision');
    const current = (await ports.reservations.find(id)) ?? released;
    if (current.state !== 'RELEASED') return { released: false };
    await settle(ports)(current);
    return { released: true };
  };
