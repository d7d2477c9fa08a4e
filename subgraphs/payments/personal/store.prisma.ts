import type { Prisma, PrismaClient } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import type { PersonalPorts } from './ports.ts';

const ANSWERED = {
  kind: 'CONFIRM',
  state: { notIn: ['WRITTEN', 'UNKNOWN'] },
} satisfies Prisma.ProviderCallWhereInput;
const NO_METHOD = { methodBrand: null, methodLast4: null, methodExpMonth: null, methodExpYear: null };

/** The version counts, so that a change that began before does not write the card back. */
export const prismaPersonal = (db: PrismaClient): PersonalPorts['personal'] => ({
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
