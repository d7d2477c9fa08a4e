import { readId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { deliver } from './shipment.ts';

/** A parcel has arrived; the last one completes the order. Saying so again changes nothing. */
export const orderMarkDelivered =
  ({ fulfillments, clock }: Pick<Ports, 'fulfillments' | 'clock'>) =>
  async (viewer: Viewer, orderId: string, fulfillmentId: string): Promise<Outcome<Order>> => {
    const by = { actor: 'STAFF', actorId: signedIn(viewer).userId } as const;
    const parcelId = readId('ful', fulfillmentId);
    return fulfillments.deliver(readId('ord', orderId), (order, parcels) =>
      deliver(order, parcels, parcelId, clock(), by),
    );
  };
