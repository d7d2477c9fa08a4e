import type { Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import type { PrivacyPorts, RetentionPorts } from './ports.ts';

const ANSWERED = {
  kind: 'CONFIRM',
  state: { notIn: ['WRITTEN', 'UNKNOWN'] },
} satisfies Prisma.ProviderCallWhereInput;
const NO_METHOD = { methodBrand: null, methodLast4: null, methodExpMonth: null, methodExpYear: null };

/** The version counts, so that a change that began before does not write the card back. */
export const prismaPrivacy = (db: PrismaClient): PrivacyPorts['privacy'] => ({
  forget: (userId) =>
    transactions<Prisma.TransactionClient>(db)(async (tx) => {
      await tx.providerCall.updateMany({
        where: { ...ANSWERED, payment: { ownerId: userId } },
        data: { customer: null, method: 'removed' },
      });
      await tx.payment.updateMany({
        where: { ownerId: userId },
        data: { ownerId: null, ...NO_METHOD, version: { increment: 1 } },
      });
      await tx.paymentMethod.deleteMany({ where: { userId } });
      await tx.customer.deleteMany({ where: { userId } });
      await tx.idempotencyKey.deleteMany({ where: { caller: userId } });
    }),
});

/** So many at a time are removed well within the time that a statement may take. */
const BATCH = 5_000;

/** Events that wait for the provider or for people are kept, however old they are. */
export const prismaRetention = (db: PrismaClient): RetentionPorts['retention'] => ({
  forget: async (what, before) => {
    switch (what) {
      case 'events':
        return db.$executeRaw`delete from webhook_events where id in (
          select id from webhook_events where state in ('APPLIED', 'IGNORED') and received_at < ${before} limit ${BATCH})`;
      case 'keys':
        return db.$executeRaw`delete from idempotency_keys where ctid = any(array(
          select ctid from idempotency_keys where created_at < ${before} limit ${BATCH}))`;
      default:
        return what satisfies never;
    }
  },
});
