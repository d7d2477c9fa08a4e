import type { OrderId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import { cancelUnpaid } from '../cancellation/cancellation.ts';
import type { Order } from '../order.ts';
import { capturedAmount, phaseOf } from '../payment/paymentState.ts';
import type { Ports } from '../ports.ts';
import { beginSettling, place } from './settlement.ts';
import { withFailpoint } from './step.ts';

type Needs = Pick<Ports, 'orders' | 'catalogue' | 'payments' | 'clock'>;

const SYSTEM = { actor: 'SYSTEM' } as const;

/** The buyer's bank has agreed, or nothing is to pay: take the stock, then the money. Safe to run again at any point. */
export const settle =
  (ports: Needs) =>
  async (id: OrderId): Promise<void> => {
    const begun = await withFailpoint('settle', () =>
      ports.orders.change(id, (order) => done(beginSettling(order))),
    );
    if (!begun.ok || begun.value.step !== 'SETTLING') return;
    const order = begun.value;
    if (!(await withFailpoint('commit', () => ports.catalogue.commit(id))))
      return giveUp(ports, order, 'RELEASING', 'The items were sold in the meantime.');
    if (!(await withFailpoint('capture', () => isPaid(ports, order))))
      return giveUp(ports, order, 'RETURNING', 'The payment could not be taken.');
    await withFailpoint('place', () =>
      ports.orders.change(id, (current) => done(place(current, ports.clock())), order),
    );
  };

/** True: exactly the total was taken. False: it never will be. Throws while nobody knows, to be asked again. */
const isPaid = async ({ payments }: Needs, { id, total }: Order): Promise<boolean> => {
  if (total.amount === 0) return true;
  const state = await payments.capture(id);
  const standing = phaseOf(state);
  if (standing === 'TAKEN') return capturedAmount(state, total.currency).amount === total.amount;
  if (standing === 'DEAD' || standing === 'NONE') return false;
  throw new Error(`the payment of ${id} is ${state.status ?? 'not there'} after its capture`);
};

/** Nobody is charged for what is not there. */
const giveUp = async (
  { orders, clock }: Needs,
  { id }: Order,
  to: 'RELEASING' | 'RETURNING',
  reason: string,
): Promise<void> => {
  const why = { reason, by: SYSTEM, now: clock() };
  await withFailpoint('giveUp', () =>
    orders.change(id, (order) => done(order.step === 'SETTLING' ? cancelUnpaid(order, why, to) : null)),
  );
};
