import { failpoint } from '../../../kernel/failpoint.ts';
import type { Ports } from '../ports.ts';
import type { Hold } from './ports.ts';
import { type Line, next, type Reservation, tokenOf } from './reservation.ts';

type Needs = Pick<Ports, 'stock' | 'reservations'>;

export const holdOf = (reservation: Reservation, line: Line): Hold => ({
  ...line,
  orderId: reservation.orderId,
  token: tokenOf(reservation),
  expiresAt: reservation.expiresAt,
});

/** Does with the holds what the reservation's state says. Safe to run again, by anybody, at any time. */
export const settle =
  ({ stock, reservations }: Needs) =>
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
