import type { PaymentId } from '../../../kernel/ids.ts';
import { type Outcome, type Refusal, refuse } from '../../../kernel/outcome.ts';
import { orderToken } from '../access/orderToken.ts';
import type { Order } from '../order.ts';
import { itemName, shortageMessage } from '../quotes/problems.ts';
import type { Quote } from '../quotes/quote.ts';

export type CheckoutResult = Readonly<{
  order: Order | null;
  payment: Readonly<{ id: PaymentId; clientSecret: string | null }> | null;
  orderToken: string | null;
  quote: Quote | null;
  refusals: readonly Refusal[];
}>;

const EMPTY: CheckoutResult = { order: null, payment: null, orderToken: null, quote: null, refusals: [] };

export const refuseCheckout = (
  outcome: Outcome<never> | Outcome<unknown>,
  quote: Quote | null = null,
): CheckoutResult => ({
  ...EMPTY,
  quote,
  refusals: outcome.ok ? [] : outcome.refusals,
});

/** The order with what its buyer needs to pay; a guest gets the same token each time. */
export const acceptCheckout = (
  order: Order,
  clientSecret: string | null,
  linkSecret: string,
): CheckoutResult => ({
  ...EMPTY,
  order,
  payment: order.paymentId && { id: order.paymentId, clientSecret },
  orderToken: order.ownerId === null ? orderToken(linkSecret, order.id) : null,
});

/** Which items were sold in the meantime, and how many of each are left. */
export const shortageRefusals = ({ lines, shortages }: Order): Outcome<never> => ({
  ok: false,
  refusals: shortages.map(({ variantId, available }) => {
    const line = lines.find((one) => one.variantId === variantId);
    const name = line ? itemName({ productTitle: line.productTitle, title: line.variantTitle }) : 'An item';
    return { code: 'OUT_OF_STOCK', message: shortageMessage(name, available), field: ['lines', variantId] };
  }),
});

export const cartClosed = () => refuse('CART_CLOSED', 'There is an order of this cart already.', ['cartId']);
