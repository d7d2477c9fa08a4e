import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { type Id, type OrderId, readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { money } from '../../../kernel/money.ts';
import { staffChanges, type Tx } from '../order/changes.store.prisma.ts';
import type { Fulfillment } from '../order/order.ts';
import type { Delivery, Shipment } from './fulfillment.ts';
import type { FulfillmentStore, RefundStore } from './ports.ts';
import { type RefundDecision, restockJob } from './refund.ts';
import type { RefundedAmounts } from './refundParts.ts';

export const prismaFulfillments = (db: PrismaClient): FulfillmentStore => {
  const desk = staffChanges(db);
  return {
    ship: (id, claim, decide) =>
      desk(id, claim, decide, (tx, shipment: Shipment) => writeParcel(tx, id, shipment)),
    deliver: (id, decide) =>
      desk(id, null, async (order, tx) => decide(order, await parcelsOf(tx, id)), writeDelivery),
  };
};

const writeParcel = async (tx: Tx, orderId: OrderId, shipment: Shipment): Promise<void> => {
  const { parcel } = shipment;
  const lines = shipment.lines.map(({ line, quantity }) => ({ orderLineId: line.id, quantity }));
  await tx.fulfillment.create({ data: { ...parcel, orderId, lines: { createMany: { data: lines } } } });
  for (const { orderLineId, quantity } of lines)
    await tx.orderLine.update({
      where: { id: orderLineId },
      data: { fulfilledQuantity: { increment: quantity } },
    });
};

const writeDelivery = (tx: Tx, { parcelId, at }: Delivery) =>
  tx.fulfillment.update({ where: { id: parcelId }, data: { deliveredAt: at } });

/** The parcels of an order whose row is locked. */
export const parcelsOf = async (tx: Tx, orderId: OrderId): Promise<Fulfillment[]> => {
  const rows = await tx.fulfillment.findMany({
    where: { orderId },
    orderBy: { id: 'asc' },
    include: { lines: true },
  });
  return rows.map(({ id, lines, ...rest }) => ({
    ...rest,
    id: readId('ful', id),
    orderId,
    lines: lines.map(({ orderLineId, quantity }) => ({ orderLineId: orderLineId as Id<'oline'>, quantity })),
  }));
};

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

/** What successful and pending refunds have refunded per line. */
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
