import type { OrderNoteAddInput } from '../../../generated/orders/types.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';

const MAX_NOTE_LENGTH = 5_000;

/** The staff notes something; the buyer never sees it. */
export const orderNoteAdd =
  ({ notes, clock }: Pick<Ports, 'notes' | 'clock'>) =>
  async (viewer: Viewer, input: OrderNoteAddInput): Promise<Outcome<Order>> => {
    const { userId } = signedIn(viewer);
    const [orderId, body] = [readId('ord', input.orderId), input.body.trim()];
    if (body === '' || body.length > MAX_NOTE_LENGTH)
      return refuse('INVALID', `A note has 1 to ${MAX_NOTE_LENGTH} characters.`, ['body']);
    return notes.add({ id: newId('note'), orderId, body, createdAt: clock() }, userId);
  };
