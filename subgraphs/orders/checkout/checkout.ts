import { randomBytes } from 'node:crypto';
import type { CheckoutInput } from '../../../generated/orders/types.ts';
import { unavailable } from '../../../kernel/errors.ts';
import { reused } from '../../../kernel/idempotency.ts';
import { newId, type PaymentId } from '../../../kernel/ids.ts';
import { type Outcome, type Refusal, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { withFailpoint } from '../lifecycle/steps.ts';
import { hashToken, type Order, type OrderTerms, orderToken } from '../order/order.ts';
import { itemName, shortageMessage } from '../pricing/problems.ts';
import { loadQuoteInputs, type QuoteInputs } from '../pricing/queries.ts';
import { type Quote, quote } from '../pricing/quote.ts';
import { type CheckoutRequest, parseCheckoutInput, parseClaim } from './checkoutRequest.ts';
import { type AcceptedQuote, checkQuote, draftOrder, orderNumber } from './draftOrder.ts';
import type { CheckoutPorts } from './ports.ts';
import { type CheckoutProgress, replayCheckout, reserveAndOpenPayment } from './reserveAndOpenPayment.ts';

export type CheckoutResult = Readonly<{
  order: Order | null;
  payment: Readonly<{ id: PaymentId; clientSecret: string | null }> | null;
  orderToken: string | null;
  quote: Quote | null;
  refusals: readonly Refusal[];
}>;

/**
 * Makes an order of a cart: quotes it, creates the order, reserves the stock and opens the payment.
 *
 * The same key answers the same order, and so does another key for the same cart and input while the order is pending. With a
 * refusal, the result contains the current quote. Refuses with IDEMPOTENCY_KEY_REUSED, NOT_FOUND, CART_CLOSED, PRICE_CHANGED,
 * OUT_OF_STOCK, PROMOTION_REJECTED and the problems of the quote.
 */
export const checkout =
  (ports: CheckoutPorts) =>
  async (viewer: Viewer, input: CheckoutInput): Promise<CheckoutResult> => {
    const { caller, key, inputHash } = parseClaim(viewer, input);
    const request = parseCheckoutInput(viewer, input);
    const loading = request.ok ? loadCheckoutInputs(ports, request.value) : null;
    const [earlier, inputs] = await Promise.all([ports.orders.findByKey(caller, key), loading]);
    if (earlier) return earlier.inputHash === inputHash ? replay(ports, earlier.order) : refuseWith(reused());
    return request.ok && inputs ? createOrder(ports, request.value, inputs) : refuseWith(request);
  };

type CheckoutInputs = Readonly<{ quoteInputs: QuoteInputs | null; email: string | null }>;

const loadCheckoutInputs = async (
  ports: CheckoutPorts,
  { buyer, caller, cartId, email, shippingAddress }: CheckoutRequest,
): Promise<CheckoutInputs> => {
  const [quoteInputs, accountEmail] = await Promise.all([
    loadQuoteInputs(ports)(caller, cartId, shippingAddress.country),
    buyer && email === null ? ports.customers.email(buyer) : null,
  ]);
  return { quoteInputs, email: email ?? quoteInputs?.cart.email ?? accountEmail };
};

const quoteFor = (inputs: QuoteInputs, { shippingAddress, shippingMethodId }: CheckoutRequest): Quote =>
  quote({ ...inputs, address: shippingAddress, shippingMethodId });

const createOrder = async (
  ports: CheckoutPorts,
  request: CheckoutRequest,
  { quoteInputs, email }: CheckoutInputs,
): Promise<CheckoutResult> => {
  if (!quoteInputs) return refuseWith(refuse('NOT_FOUND', 'Cart not found.', ['cartId']));
  const current = quoteFor(quoteInputs, request);
  const accepted = checkQuote(current, request, email);
  if (!accepted.ok) return (await findEarlierOrder(ports, request)) ?? refuseWith(accepted, current);
  const terms = orderTerms(ports, request, accepted.value);
  const created = await withFailpoint('create', () => ports.orders.create(terms, request.claim));
  switch (created.kind) {
    case 'created':
      return toResult(ports, await reserveAndOpenPayment(ports)(created.order), (order) =>
        quoteFor(withShortages(quoteInputs, order), request),
      );
    case 'taken':
      return (await findEarlierOrder(ports, request)) ?? Promise.reject(unavailable('orders'));
    case 'promotionLost': {
      const lost = current.promotions.find(({ promotionId }) => promotionId === created.promotionId);
      return refuseLostPromotion(ports, request, lost?.code ?? null);
    }
    default:
      return created satisfies never;
  }
};

const orderTerms = (
  { clock, settings }: CheckoutPorts,
  request: CheckoutRequest,
  accepted: AcceptedQuote,
): OrderTerms => {
  const id = newId('ord');
  const createdAt = clock();
  return draftOrder(request, accepted, {
    id,
    createdAt,
    number: orderNumber(randomBytes(10)),
    tokenHash: request.buyer === null ? hashToken(orderToken(settings.linkSecret, id)) : null,
    expiresAt: new Date(createdAt.getTime() + settings.holdMs),
    newLineId: () => newId('oline'),
  });
};

/** The order that a simultaneous call of the same buyer has created, if it caused the refusal. */
const findEarlierOrder = async (
  ports: CheckoutPorts,
  request: CheckoutRequest,
): Promise<CheckoutResult | null> => {
  const { caller, key, inputHash } = request.claim;
  const byKey = await ports.orders.findByKey(caller, key);
  if (byKey) return byKey.inputHash === inputHash ? replay(ports, byKey.order) : refuseWith(reused());
  const byCart = await ports.orders.findByCart(request.cartId);
  if (!byCart) return null;
  const isSame =
    byCart.inputHash === inputHash &&
    byCart.order.ownerId === request.buyer &&
    byCart.order.status === 'PENDING';
  return isSame
    ? replay(ports, byCart.order)
    : refuseWith(refuse('CART_CLOSED', 'This cart has already been ordered.', ['cartId']));
};

const replay = async (ports: CheckoutPorts, known: Order): Promise<CheckoutResult> =>
  toResult(ports, await replayCheckout(ports)(known), () => null);

const toResult = (
  { settings }: CheckoutPorts,
  { order, clientSecret, refusals }: CheckoutProgress,
  requote: (order: Order) => Quote | null,
): CheckoutResult => {
  if (refusals) return refuseWith(refuseAll(refusals), requote(order));
  return order.shortages.length === 0
    ? accept(order, clientSecret, settings.linkSecret)
    : refuseWith(shortageRefusals(order), requote(order));
};

/** Replaces the catalogue's availability by what the reservation found, which is newer. */
const withShortages = (inputs: QuoteInputs, { shortages }: Order): QuoteInputs => {
  const items = new Map(inputs.items);
  for (const { variantId, available } of shortages) {
    const item = items.get(variantId);
    if (item) items.set(variantId, { ...item, available });
  }
  return { ...inputs, items };
};

const refuseLostPromotion = async (
  ports: CheckoutPorts,
  request: CheckoutRequest,
  code: string | null,
): Promise<CheckoutResult> => {
  const refusal = code
    ? refuse(
        'PROMOTION_REJECTED',
        `The code ${code} has reached its limit. Check the new quote and order again.`,
        ['expectedTotal'],
      )
    : refuse('PRICE_CHANGED', 'A promotion has reached its limit. Check the new quote and order again.', [
        'expectedTotal',
      ]);
  const [earlier, inputs] = await Promise.all([
    findEarlierOrder(ports, request),
    loadQuoteInputs(ports)(request.caller, request.cartId, request.shippingAddress.country),
  ]);
  return earlier ?? refuseWith(refusal, inputs && quoteFor(inputs, request));
};

const EMPTY: CheckoutResult = { order: null, payment: null, orderToken: null, quote: null, refusals: [] };

const refuseWith = (outcome: Outcome<unknown>, current: Quote | null = null): CheckoutResult => ({
  ...EMPTY,
  quote: current,
  refusals: outcome.ok ? [] : outcome.refusals,
});

/** The order with what its buyer needs to pay. A guest gets the same token each time. */
const accept = (order: Order, clientSecret: string | null, linkSecret: string): CheckoutResult => ({
  ...EMPTY,
  order,
  payment: order.paymentId && { id: order.paymentId, clientSecret },
  orderToken: order.ownerId === null ? orderToken(linkSecret, order.id) : null,
});

/** Which items sold out before they were reserved, and how many of each are left. */
const shortageRefusals = ({ lines, shortages }: Order): Outcome<never> => ({
  ok: false,
  refusals: shortages.map(({ variantId, available }) => {
    const line = lines.find((one) => one.variantId === variantId);
    const name = line ? itemName({ productTitle: line.productTitle, title: line.variantTitle }) : 'An item';
    return { code: 'OUT_OF_STOCK', message: shortageMessage(name, available), field: ['lines', variantId] };
  }),
});
