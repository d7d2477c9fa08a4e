import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { readId, type UserId } from '../../../kernel/ids.ts';
import { EVENT_MESSAGES } from '../order/change.ts';
import type { Tx } from '../order/changes.store.prisma.ts';
import { ERASED_ADDRESS, ERASED_EMAIL } from './commands.ts';
import type { PrivacyPorts } from './ports.ts';

const BATCH = 100;
/** After this time, a shipped order counts as delivered. */
const DELIVERY_MS = 90 * 86_400_000;

export const prismaErasures = (db: PrismaClient): PrivacyPorts['erasures'] => ({
  request: async (userId) => {
    await db.$executeRaw`insert into erasures (user_id) values (${userId}) on conflict do nothing`;
    await db.idempotencyKey.deleteMany({ where: { caller: userId } });
  },
  open: async () =>
    (await db.erasure.findMany({ orderBy: { askedAt: 'asc' } })).map(({ userId }) => readId('user', userId)),
  eraseOrders: (userId, now) =>
    transactions<Tx>(db)(async (tx) => {
      const ids = await finishedOrders(tx, userId, new Date(now.getTime() - DELIVERY_MS));
      if (ids.length > 0) await eraseOrders(tx, ids);
      return ids.length;
    }),
  close: async (before) => {
    await db.$executeRaw`delete from erasures e where asked_at < ${before} and not exists (select from orders where owner_id = e.user_id)`;
  },
});

/** Orders with no saga, parcel or refund in progress, and with their invoice made. */
const finishedOrders = async (tx: Tx, ownerId: UserId, sentBefore: Date): Promise<string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from orders o
    where owner_id = ${ownerId} and step = 'DONE'
      and (status in ('COMPLETED', 'CANCELLED')
        or placed_at < ${sentBefore} and (fulfillment_status in ('FULFILLED', 'DELIVERED') or payment_status = 'REFUNDED'))
      and not exists (select from refunds where order_id = o.id and status = 'PENDING')
      and (placed_at is null or exists (select from invoices where order_id = o.id and file_key is not null))
    order by id limit ${BATCH} for update`;
  return rows.map(({ id }) => id);
};

/** Erases the buyer and all free text. Amounts, items, the country and region, and the invoice stay. */
const eraseOrders = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const orders = [...ids];
  const left = JSON.stringify(ERASED_ADDRESS);
  await tx.$executeRaw`
    update orders set owner_id = null, caller = 'removed', idempotency_key = null, email = ${ERASED_EMAIL}, buyer_name = '',
      shipping_address = shipping_address || ${left}::jsonb, billing_address = billing_address || ${left}::jsonb,
      cancel_reason = case when cancel_reason is null then null else ${EVENT_MESSAGES.CANCELLED} end
    where id = any(${orders})`;
  await tx.$executeRaw`
    update order_events set actor_id = null, message = case kind when 'CANCELLED' then ${EVENT_MESSAGES.CANCELLED} else message end
    where order_id = any(${orders}) and actor = 'CUSTOMER'`;
  await tx.redemption.updateMany({ where: { orderId: { in: orders } }, data: { ownerId: null } });
  await tx.fulfillment.updateMany({
    where: { orderId: { in: orders } },
    data: { trackingNumber: null, trackingUrl: null },
  });
  await tx.orderNote.deleteMany({ where: { orderId: { in: orders } } });
};
