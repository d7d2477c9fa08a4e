import { Prisma } from '../../../generated/orders/db/client.ts';

/** How many pieces of a refund line are in stock: put back by this refund, or before it. */
const IN_STOCK = Prisma.sql`coalesce(r.restocked, case when f.restock then r.quantity else 0 end) + r.covered`;
const OF_REFUND = Prisma.sql`from refund_lines r join refunds f on f.id = r.refund_id`;

/** A refund that failed: its items are not refunded after all. What was put back in stock stays there. */
export const reverseRefundLines = async (tx: Prisma.TransactionClient, refundId: string): Promise<void> => {
  await tx.$executeRaw`update order_lines l set refunded_quantity = l.refunded_quantity - r.quantity,
      returned_quantity = least(l.quantity, l.returned_quantity + ${IN_STOCK})
    ${OF_REFUND} where r.refund_id = ${refundId} and l.id = r.order_line_id`;
};

/** A refund that was thought to have failed, and has not. */
export const reapplyRefundLines = async (tx: Prisma.TransactionClient, refundId: string): Promise<void> => {
  await tx.$executeRaw`update order_lines l set refunded_quantity = least(l.quantity, l.refunded_quantity + r.quantity),
      returned_quantity = greatest(0, l.returned_quantity - (${IN_STOCK}))
    ${OF_REFUND} where r.refund_id = ${refundId} and l.id = r.order_line_id`;
};
