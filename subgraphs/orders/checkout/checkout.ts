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

/** Makes an order of a cart, once a key and once a cart; whatever is repeated answers the same order. */
export const checkout =
  (ports: CheckoutPorts) =>
  async (viewer: Viewer, input: CheckoutInput): Promise<CheckoutResult> => {
    const { caller, key, inputHash } = parseClaim(viewer, input);
    const wish = parseCheckoutInput(viewer, input);
    const asking = wish.ok ? loadCheckoutInputs(ports, wish.value) : null;
    const [earlier, asked] = await Promise.all([ports.orders.findByKey(caller, key), asking]);
    if (earlier)
      return earlier.inputHash === inputHash ? replay(ports, earlier.order) : refuseCheckout(reused());
    return wish.ok && asked ? createOrder(ports, wish.value, asked) : refuseCheckout(wish);
  };

type CheckoutInputs = Readonly<{ gathered: QuoteInputs | null; email: string | null }>;

const loadCheckoutInputs = async (
  ports: CheckoutPorts,
  { buyer, caller, cartId, email, shippingAddress }: CheckoutRequest,
): Promise<CheckoutInputs> => {
  const [gathered, own] = await Promise.all([
    loadQuoteInputs(ports)(caller, cartId, shippingAddress.country),
    buyer && email === null ? ports.customers.email(buyer) : null,
  ]);
  return { gathered, email: email ?? gathered?.cart.email ?? own };
};

const quoteFor = (gathered: QuoteInputs, { shippingAddress, shippingMethodId }: CheckoutRequest): Quote =>
  quote({ ...gathered, address: shippingAddress, shippingMethodId });

const createOrder = async (
  ports: CheckoutPorts,
  wish: CheckoutRequest,
  { gathered, email }: CheckoutInputs,
): Promise<CheckoutResult> => {
  if (!gathered) return refuseCheckout(refuse('NOT_FOUND', 'There is no such cart.', ['cartId']));
  const made = quoteFor(gathered, wish);
  const agreed = checkQuote(made, wish, email);
  if (!agreed.ok) return (await findEarlierOrder(ports, wish)) ?? refuseCheckout(agreed, made);
  const agreement = orderTerms(ports, wish, agreed.value);
  const created = await withFailpoint('create', () => ports.orders.create(agreement, wish.claim));
  switch (created.kind) {
    case 'created':
      return toResult(ports, await reserveAndOpenPayment(ports)(created.order), (order) =>
        quoteFor(withShortages(gathered, order), wish),
      );
    case 'taken':
      return (await findEarlierOrder(ports, wish)) ?? Promise.reject(unavailable('orders'));
    case 'promotionLost':
      return refuseLostPromotion(
        ports,
        wish,
        made.promotions.find(({ promotionId }) => promotionId === created.promotionId)?.code ?? null,
      );
    default:
      return created satisfies never;
  }
};

const orderTerms = (
  { clock, settings }: CheckoutPorts,
  wish: CheckoutRequest,
  agreed: AcceptedQuote,
): OrderTerms => {
  const [id, createdAt] = [newId('ord'), clock()];
  return draftOrder(wish, agreed, {
    id,
    createdAt,
    number: orderNumber(randomBytes(10)),
    tokenHash: wish.buyer === null ? hashToken(orderToken(settings.linkSecret, id)) : null,
    expiresAt: new Date(createdAt.getTime() + settings.holdMs),
    newLineId: () => newId('oline'),
  });
};

/** What was refused may be so because the same buyer was faster: that order is the answer then. */
const findEarlierOrder = async (
  ports: CheckoutPorts,
  wish: CheckoutRequest,
): Promise<CheckoutResult | null> => {
  const { caller, key, inputHash } = wish.claim;
  const byKey = await ports.orders.findByKey(caller, key);
  if (byKey) return byKey.inputHash === inputHash ? replay(ports, byKey.order) : refuseCheckout(reused());
  const byCart = await ports.orders.findByCart(wish.cartId);
  if (!byCart) return null;
  const isSame =
    byCart.inputHash === inputHash &&
    byCart.order.ownerId === wish.buyer &&
    byCart.order.status === 'PENDING';
  return isSame ? replay(ports, byCart.order) : refuseCheckout(cartClosed());
};

const replay = async (ports: CheckoutPorts, known: Order): Promise<CheckoutResult> =>
  toResult(ports, await replayCheckout(ports)(known), () => null);

const toResult = (
  { settings }: CheckoutPorts,
  carried: CheckoutProgress,
  requote: (order: Order) => Quote | null,
): CheckoutResult => {
  const { order: current, clientSecret, refusals } = carried;
  if (refusals) return refuseCheckout(refuseAll(refusals), requote(current));
  return current.shortages.length === 0
    ? acceptCheckout(current, clientSecret, settings.linkSecret)
    : refuseCheckout(shortageRefusals(current), requote(current));
};

/** What the reservation found is newer than what the catalogue said. */
const withShortages = (gathered: QuoteInputs, { shortages }: Order): QuoteInputs => {
  const items = new Map(gathered.items);
  for (const { variantId, available } of shortages) {
    const item = items.get(variantId);
    if (item) items.set(variantId, { ...item, available });
  }
  return { ...gathered, items };
};

const refuseLostPromotion = async (
  ports: CheckoutPorts,
  wish: CheckoutRequest,
  code: string | null,
): Promise<CheckoutResult> => {
  const refusal = code
    ? refuse(
        'PROMOTION_REJECTED',
        `The code ${code} was used up in the meantime; look at the new quote and order again.`,
        ['expectedTotal'],
      )
    : refuse(
        'PRICE_CHANGED',
        'A promotion was used up in the meantime; look at the new quote and order again.',
        ['expectedTotal'],
      );
  const [earlier, gathered] = await Promise.all([
    findEarlierOrder(ports, wish),
    loadQuoteInputs(ports)(wish.caller, wish.cartId, wish.shippingAddress.country),
  ]);
  return earlier ?? refuseCheckout(refusal, gathered && quoteFor(gathered, wish));
};

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
