import type { Id, OrderId } from '../../../kernel/ids.ts';

/** A parcel that was sent. */
export type Fulfillment = Readonly<{
  id: Id<'ful'>;
  orderId: OrderId;
  lines: readonly Readonly<{ orderLineId: Id<'oline'>; quantity: number }>[];
  carrier: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  shippedAt: Date;
  deliveredAt: Date | null;
}>;
