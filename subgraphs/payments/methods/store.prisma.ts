import type { PaymentMethod, PrismaClient } from '../../../generated/payments/db/client.ts';
import { newId, readId, type UserId } from '../../../kernel/ids.ts';
import type { CardDetails } from '../payment/payment.ts';
import type { SavedMethod } from './method.ts';
import type { Methods } from './ports.ts';

/** What customers keep with the provider: never a card's number, only what tells it from the others. */
export const prismaMethods = (db: PrismaClient): Methods => ({
  ofUser: async (userId) =>
    (await db.paymentMethod.findMany({ where: { userId, detachedAt: null }, orderBy: { id: 'desc' } })).map(
      methodOf,
    ),
  countDetached: (userId) => db.paymentMethod.count({ where: { userId, detachedAt: { not: null } } }),
  find: async (userId, id) => {
    const row = await db.paymentMethod.findFirst({ where: { id, userId, detachedAt: null } });
    return row && methodOf(row);
  },
  keep: async (userId, providerId, card) => methodOf(await keepMethod(db, userId, providerId, card)),
  detach: async (id) => {
    await db.paymentMethod.updateMany({ where: { id, detachedAt: null }, data: { detachedAt: new Date() } });
  },
  customerOf: async (userId) => (await db.customer.findUnique({ where: { userId } }))?.providerId ?? null,
  countAttach: async (userId) => (await countAttach(db, userId)) === 1,
  keepCustomer: async (userId, providerId) => {
    const [row] = await db.$queryRaw<
      { provider_id: string }[]
    >`insert into customers (user_id, provider_id) values (${userId}, ${providerId})
      on conflict (user_id) do update set user_id = excluded.user_id returning provider_id`;
    return row?.provider_id ?? providerId;
  },
});

/** Whoever tries whether stolen cards work tries more. */
const MAX_ATTACHED = 10;

/** The hour begins with its first try. */
const countAttach = (db: PrismaClient, userId: UserId): PromiseLike<number> => db.$executeRaw`
  update customers set
    attach_count = case when attach_since > now() - interval '1 hour' then attach_count + 1 else 1 end,
    attach_since = case when attach_since > now() - interval '1 hour' then attach_since else now() end
  where user_id = ${userId}
    and (attach_since is null or attach_since <= now() - interval '1 hour' or attach_count < ${MAX_ATTACHED})`;

/** A card that was kept before is shown again; the provider lets nobody keep another's. */
export const keepMethod = (
  tx: Pick<PrismaClient, 'paymentMethod'>,
  userId: UserId,
  providerId: string,
  card: CardDetails,
): Promise<PaymentMethod> =>
  tx.paymentMethod.upsert({
    where: { providerId },
    create: { id: newId('pm'), userId, providerId, ...card },
    update: { ...card, detachedAt: null },
  });

const methodOf = ({
  id,
  userId,
  providerId,
  brand,
  last4,
  expMonth,
  expYear,
  createdAt,
}: PaymentMethod): SavedMethod => ({
  id: readId('pm', id),
  userId: readId('user', userId),
  providerId,
  brand,
  last4,
  expMonth,
  expYear,
  createdAt,
});
