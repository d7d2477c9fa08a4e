import { failpoint } from '../../../kernel/failpoint.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { readLines } from './lines.ts';
import { type Reservation, type Return, returnDone, summed, withReturn } from './reservation.ts';

type Needs = Pick<Ports, 'stock' | 'reservations'>;

/** Puts back what an order took: never more than it took, and once for each key. */
export const stockReturn =
  (ports: Needs) =>
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
  ({ stock, reservations }: Needs) =>
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
