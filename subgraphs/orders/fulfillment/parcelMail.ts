import type { OrderId } from '../../../kernel/ids.ts';
import type { NewJob } from '../change.ts';
import type { Fulfillment } from './fulfillment.ts';

export const PARCEL_EMAIL = 'orders.parcelMail';
export const PARCEL_EMAILS = ['shipped', 'delivered'] as const;
export type ParcelEmail = (typeof PARCEL_EMAILS)[number];

/** One mail a parcel and occasion. */
export const parcelEmailJob = (
  occasion: ParcelEmail,
  orderId: OrderId,
  parcelId: Fulfillment['id'],
): NewJob => ({
  task: PARCEL_EMAIL,
  payload: { occasion, orderId, parcelId },
  key: `parcelMail:${occasion}:${parcelId}`,
});
