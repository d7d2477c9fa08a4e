import type { PaymentMethod, PrismaClient } from '../../../generated/payments/db/client.ts';
import { newId, readId, type UserId } from '../../../kernel/ids.ts';
import type { CardDetails } from '../payment.ts';
import type { SavedMethod } from './method.ts';
import type { Methods } from './ports.ts';

/** What customers keep with the provider: never a card's number, only what tells it from the others. */
export const prismaMethods = (db: PrismaClient): Methods => ({
  ofUser: async (userId) =>
    (await db.paymentMethod.findMany({ where: { userId, detachedAt: null }, orderBy: { id: 'desc' } })).map(methodOf),
  dropped: (userId) => db.paymentMethod.count({ where: { userId, detachedAt: { not: null } } }),
  find: async (userId, id) => {
    const row = await db.paymentMethod.findFirst({ where: { id, userId, detachedAt: null } });
    return row && methodOf(row);
  },
  keep: async (userId, providerId, card) => methodOf(await keepMethod(db, userId, providerId, card)),
  drop: async (id) => {
    await db.paymentMethod.updateMany({ where: { id, detachedAt: null }, data: { detachedAt: new Date() } });
  },
  customerOf: async (userId) => (await db.customer.findUnique({ where: { userId } }))?.providerId ?? null,
  keepCustomer: async (userId, providerId) =>
    (await db.customer.upsert({ where: { userId }, create: { userId, providerId }, update: {} })).providerId,
});

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

const methodOf = ({ id, userId, providerId, brand, last4, expMonth, expYear, createdAt }: PaymentMethod): SavedMethod => ({
  id: readId('pm', id),
  userId: readId('user', userId),
  providerId,
  brand,
  last4,
  expMonth,
  expYear,
  createdAt,
});
