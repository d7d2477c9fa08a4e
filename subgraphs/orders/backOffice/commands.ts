import type { OrderNoteAddInput } from '../../../generated/orders/types.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Order } from '../order/order.ts';
import type { Discrepancy } from './discrepancy.ts';
import type { BackOfficePorts } from './ports.ts';

const MAX_ORDER_NOTE_LENGTH = 5_000;

/** Adds a note for the staff. Buyers never see it. Refuses with INVALID or NOT_FOUND. */
export const orderNoteAdd =
  ({ notes, clock }: Pick<BackOfficePorts, 'notes' | 'clock'>) =>
  async (viewer: Viewer, input: OrderNoteAddInput): Promise<Outcome<Order>> => {
    const { userId } = signedIn(viewer);
    const orderId = readId('ord', input.orderId);
    const body = input.body.trim();
    if (body === '' || body.length > MAX_ORDER_NOTE_LENGTH)
      return refuse('INVALID', `A note must have 1 to ${MAX_ORDER_NOTE_LENGTH} characters.`, ['body']);
    return notes.add({ id: newId('note'), orderId, body, createdAt: clock() }, userId);
  };

const MAX_RESOLUTION_LENGTH = 2_000;

/** Closes a discrepancy with a note. It is not reported again unless its detail changes. */
export const discrepancyResolve =
  ({ discrepancies, clock }: Pick<BackOfficePorts, 'discrepancies' | 'clock'>) =>
  async (id: string, note: string): Promise<Outcome<Discrepancy>> => {
    const discrepancyId = readId('disc', id);
    const text = note.trim();
    if (text === '' || text.length > MAX_RESOLUTION_LENGTH)
      return refuse('INVALID', `A note must have 1 to ${MAX_RESOLUTION_LENGTH} characters.`, ['note']);
    return discrepancies.resolve(discrepancyId, text, clock());
  };
