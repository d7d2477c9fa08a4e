import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { money } from '../../../kernel/money.ts';
import { staffChanges } from '../desk.store.prisma.ts';
import { parcelsOf } from '../fulfillment/store.prisma.ts';
import type { Tx } from '../write.store.prisma.ts';
import type { RefundStore } from './ports.ts';
import { restockJob } from './refundJobs.ts';
import type { RefundDecision, RefundedAmounts } from './refundOrder.ts';

export const prismaRefunds = (db: PrismaClient): RefundStore => {
  const desk = staffChanges(db);
  return {
    create: (id, claim, decide) =>
      desk(
        id,
        claim,
        async (order, tx) =>
          decide(order, {
            parcels: await parcelsOf(tx, id),
            amounts: await amountsOf(tx, id, order.currency),
          }),
        (tx, made: RefundDecision) => writeLines(tx, id, made),
      ),
    restocked: async (refundId) => {
      const lines = await db.refundLine.findMany({
        where: { refundId, refund: { restock: true } },
        include: { orderLine: { select: { variantId: true } } },
      });
      return lines
        .map(({ quantity, restocked, orderLine }) => ({
          variantId: readId('var', orderLine.variantId),
          quantity: restocked ?? quantity,
        }))
        .filter(({ quantity }) => quantity > 0);
    },
  };
};

/** What refunds that have not failed gave back for each line. */
const amountsOf = async (tx: Tx, orderId: OrderId, currency: string): Promise<RefundedAmounts> => {
  const where = { refund: { orderId, status: { not: 'FAILED' } } };
  const sums = await tx.refundLine.groupBy({ by: ['orderLineId'], where, _sum: { amount: true } });
  return new Map(
    sums.map(({ orderLineId, _sum }) => [
      readId('oline', orderLineId),
      money(Number(_sum.amount ?? 0), currency),
    ]),
  );
};

const writeLines = async (tx: Tx, orderId: OrderId, { refundId, lines }: RefundDecision): Promise<void> => {
  if (lines.length === 0) return;
  const data = lines.map(({ line, amount, ...rest }) => ({
    ...rest,
    refundId,
    orderLineId: line.id,
    amount: BigInt(amount.amount),
  }));
  await tx.refundLine.createMany({ data });
  for (const { line, quantity, covered } of lines) {
    const counts = { refundedQuantity: { increment: quantity }, returnedQuantity: { decrement: covered } };
    await tx.orderLine.update({ where: { id: line.id }, data: counts });
  }
  if (lines.every(({ restocked }) => restocked === 0)) return;
  await tx.refund.update({ where: { id: refundId }, data: { restock: true } });
  const { task, payload, ...options } = restockJob(orderId, refundId);
  await addJob(tx, task, payload, options);
};
