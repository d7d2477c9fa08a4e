import type { OrderFulfillInput } from '../../../generated/orders/types.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Order } from '../order/order.ts';
import { parseRequestedLines, ship } from './fulfillment.ts';
import type { FulfillmentPorts } from './ports.ts';

const MAX_TEXT_LENGTH = 100;

/** Ships items of an order, once per key. Refuses with NOT_FOUND, ORDER_STATE or INVALID. */
export const orderFulfill =
  ({ fulfillments, clock }: Pick<FulfillmentPorts, 'fulfillments' | 'clock'>) =>
  async (viewer: Viewer, { idempotencyKey, ...input }: OrderFulfillInput): Promise<Outcome<Order>> => {
    const { userId } = signedIn(viewer);
    const id = readId('ord', input.orderId);
    const requested = parseRequestedLines(input.lines);
    const tidy = (text: string | null | undefined): string | null => text?.trim() || null;
    const carrier = tidy(input.carrier);
    const trackingNumber = tidy(input.trackingNumber);
    if (
      [carrier, trackingNumber].some(
        (text) => text && (text.length > MAX_TEXT_LENGTH || /\p{Cc}/u.test(text)),
      )
    )
      return refuse('INVALID', `carrier and trackingNumber can have at most ${MAX_TEXT_LENGTH} characters.`, [
        'carrier',
      ]);
    const parcel = {
      id: newId('ful'),
      carrier,
      trackingNumber,
      trackingUrl: input.trackingUrl ?? null,
      shippedAt: clock(),
    };
    const claim = { caller: userId, operation: 'orderFulfill', key: readKey(idempotencyKey), input };
    return fulfillments.ship(id, claim, (order) =>
      ship(order, requested, parcel, { actor: 'STAFF', actorId: userId }),
    );
  };
