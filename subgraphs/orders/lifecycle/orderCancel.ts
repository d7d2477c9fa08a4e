import { setTimeout as wait } from 'node:timers/promises';
import type { OrderCancelInput } from '../../../generated/orders/types.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { actorOf } from '../order/change.ts';
import { matchesToken, type Order } from '../order/order.ts';
import { cancelOrder } from './cancellation.ts';
import type { LifecyclePorts } from './ports.ts';
import { withFailpoint } from './steps.ts';

const MAX_REASON_LENGTH = 500;
const MAX_WAIT_MS = 2_000;
const POLL_MS = 50;

/** Cancels an order, for its customer, a guest with the token, or the staff. Waits up to two seconds for a capture in progress. Refuses with NOT_FOUND, ORDER_STATE or INVALID. */
export const orderCancel =
  ({ orders, clock }: Pick<LifecyclePorts, 'orders' | 'clock'>) =>
  async (viewer: Viewer, { orderId, orderToken, reason }: OrderCancelInput): Promise<Outcome<Order>> => {
    const id = readId('ord', orderId);
    const text = reason?.trim() || 'No reason given.';
    if (text.length > MAX_REASON_LENGTH)
      return refuse('INVALID', `A reason can have at most ${MAX_REASON_LENGTH} characters.`, ['reason']);
    const until = clock().getTime() + MAX_WAIT_MS;
    const by = { actor: actorOf(viewer), actorId: ownerOf(viewer) };
    const decide = (order: Order) =>
      mayCancel(viewer, order, orderToken)
        ? cancelOrder(order, { reason: text, by, now: clock() })
        : notFound();
    const attempt = () => withFailpoint('cancel', () => orders.change(id, decide));
    for (;;) {
      const outcome = await attempt();
      if (outcome.ok || clock().getTime() > until || !(await isBeingCaptured(orders, id, outcome)))
        return outcome;
      await wait(POLL_MS);
    }
  };

const mayCancel = (
  viewer: Viewer,
  { ownerId, tokenHash }: Order,
  token: string | null | undefined,
): boolean =>
  isStaff(viewer) || (ownerId !== null && ownerId === ownerOf(viewer)) || matchesToken(tokenHash, token);

const notFound = () => refuse('NOT_FOUND', 'Order not found.', ['orderId']);

/** Whether the refusal is due to a capture in progress, which ends within moments. */
const isBeingCaptured = async (
  orders: LifecyclePorts['orders'],
  id: OrderId,
  outcome: Outcome<Order>,
): Promise<boolean> =>
  !outcome.ok &&
  outcome.refusals.some(({ code }) => code === 'ORDER_STATE') &&
  (await orders.find([id]))[0]?.step === 'SETTLING';
