import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../change.ts';
import type { Fulfillment } from './fulfillment.ts';

export const PARCEL_MAIL = 'orders.parcelMail';
export const PARCEL_OCCASIONS = ['shipped', 'delivered'] as const;
export type ParcelOccasion = (typeof PARCEL_OCCASIONS)[number];

/** One mail a parcel and occasion. */
export const parcelMail = (
  occasion: ParcelOccasion,
  orderId: OrderId,
  parcelId: Fulfillment['id'],
): NewJob => ({
  task: PARCEL_MAIL,
  payload: { occasion, orderId, parcelId },
  key: `parcelMail:${occasion}:${parcelId}`,
});
