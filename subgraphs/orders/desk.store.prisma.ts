import type { PrismaClient } from '../../generated/orders/db/client.ts';
import { transactions } from '../../kernel/database.ts';
import { type Claim, once } from '../../kernel/idempotency.ts';
import type { OrderId } from '../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import type { OrderChange } from './change.ts';
import type { Order } from './order.ts';
import { toOrder, WITH_LINES } from './row.store.prisma.ts';
import { type Tx, writeChange } from './write.store.prisma.ts';

type Decided = Readonly<{ change: OrderChange }>;

/**
 * What the staff does to an order: load, decide, save as one transaction that holds the order's row, once for each claim.
 * A repeated claim answers the order as it is now; a decision of null changes nothing.
 */
export const staffChanges = (db: PrismaClient) => {
  const transact = transactions<Tx>(db);
  const read = async (tx: Pick<Tx, 'order'>, id: OrderId): Promise<Order | null> => {
    const row = await tx.order.findUnique({ where: { id }, include: WITH_LINES });
    return row && toOrder(row);
  };
  const missing = () => refuse('NOT_FOUND', 'There is no such order.', ['orderId']);

  return async <D extends Decided>(
    id: OrderId,
    claim: Claim | null,
    decide: (order: Order, tx: Tx) => Outcome<D | null> | Promise<Outcome<D | null>>,
    write: (tx: Tx, decided: D) => Promise<unknown>,
  ): Promise<Outcome<Order>> => {
    const effect = async (tx: Tx): Promise<Outcome<OrderId>> => {
      await tx.$queryRaw`select id from orders where id = ${id} for update`;
      const order = await read(tx, id);
      if (!order) return missing();
      const decided = await decide(order, tx);
      if (!decided.ok) return decided;
      if (decided.value === null) return done(id);
      await writeChange(tx, id, decided.value.change);
      await write(tx, decided.value);
      return done(id);
    };
    const outcome = await transact((tx) => (claim ? once(tx, claim, () => effect(tx)) : effect(tx)));
    if (!outcome.ok) return outcome;
    const order = await read(db, id);
    return order ? done(order) : missing();
  };
};
