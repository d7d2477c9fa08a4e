import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { type Id, type OrderId, readId } from '../../../kernel/ids.ts';
import { staffChanges } from '../desk.store.prisma.ts';
import type { Tx } from '../write.store.prisma.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { FulfillmentStore } from './ports.ts';
import type { Delivery, Shipment } from './shipment.ts';

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

/** The parcels of an order whose row is held. */
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
