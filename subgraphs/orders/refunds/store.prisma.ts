import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { deskOf } from '../desk.store.prisma.ts';
import { parcelsOf } from '../fulfillment/store.prisma.ts';
import type { Tx } from '../write.store.prisma.ts';
import type { RefundStore } from './ports.ts';
import { restockJob } from './refundJobs.ts';
import type { RefundMade } from './refundOrder.ts';

export const prismaRefunds = (db: PrismaClient): RefundStore => {
  const desk = deskOf(db);
  return {
    make: (id, claim, decide) =>
      desk(
        id,
        claim,
        async (order, tx) => decide(order, await parcelsOf(tx, id)),
        (tx, made: RefundMade) => writeLines(tx, id, made),
      ),
    restocked: async (refundId) => {
      const lines = await db.refundLine.findMany({
        where: { refundId, refund: { restock: true } },
        include: { orderLine: { select: { variantId: true } } },
      });
      return lines.map(({ quantity, orderLine }) => ({ variantId: readId('var', orderLine.variantId), quantity }));
    },
  };
};

const writeLines = async (tx: Tx, orderId: OrderId, { refundId, pieces, restock }: RefundMade): Promise<void> => {
  if (pieces.length === 0) return;
  const data = pieces.map(({ line, quantity, amount }) => ({ refundId, orderLineId: line.id, quantity, amount: BigInt(amount.amount) }));
  await tx.refundLine.createMany({ data });
  for (const { line, quantity } of pieces)
    await tx.orderLine.update({ where: { id: line.id }, data: { refundedQuantity: { increment: quantity } } });
  if (!restock) return;
  await tx.refund.update({ where: { id: refundId }, data: { restock } });
  const { task, payload, ...options } = restockJob(orderId, refundId);
  await addJob(tx, task, payload, options);
};
