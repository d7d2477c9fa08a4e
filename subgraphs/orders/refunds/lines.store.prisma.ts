import type { Prisma } from '../../../generated/orders/db/client.ts';

/** A refund that failed: its items are not refunded after all. */
export const giveLinesBack = async (tx: Prisma.TransactionClient, refundId: string): Promise<void> => {
  await tx.$executeRaw`update order_lines l set refunded_quantity = l.refunded_quantity - r.quantity
    from refund_lines r where r.refund_id = ${refundId} and l.id = r.order_line_id`;
};
