import { randomBytes } from 'node:crypto';
import type { CheckoutInput } from '../../../generated/orders/types.ts';
import { unavailable } from '../../../kernel/errors.ts';
import { reused } from '../../../kernel/idempotency.ts';
import { newId } from '../../../kernel/ids.ts';
import { refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { hashToken, orderToken } from '../access/orderToken.ts';
import type { Order, OrderTerms } from '../order.ts';
import type { Ports } from '../ports.ts';
import { loadQuoteInputs, type QuoteInputs } from '../quotes/gather.ts';
import { type Quote, quote } from '../quotes/quote.ts';
import { withFailpoint } from '../saga/step.ts';
import { replayCheckout } from './again.ts';
import { draftOrder } from './agreement.ts';
import {
  acceptCheckout,
  type CheckoutResult,
  cartClosed,
  refuseCheckout,
  shortageRefusals,
} from './answer.ts';
import { type CheckoutProgress, reserveAndOpenPayment } from './carryOut.ts';
import { type AcceptedQuote, checkQuote } from './judge.ts';
import { orderNumber } from './orderNumber.ts';
import { type CheckoutRequest, parseCheckoutInput, parseClaim } from './wish.ts';

/** Makes an order of a cart, once a key and once a cart; whatever is repeated answers the same order. */
export const checkout =
  (ports: Ports) =>
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
  ports: Ports,
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
  ports: Ports,
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

const orderTerms = ({ clock, settings }: Ports, wish: CheckoutRequest, agreed: AcceptedQuote): OrderTerms => {
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
const findEarlierOrder = async (ports: Ports, wish: CheckoutRequest): Promise<CheckoutResult | null> => {
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

const replay = async (ports: Ports, known: Order): Promise<CheckoutResult> =>
  toResult(ports, await replayCheckout(ports)(known), () => null);

const toResult = (
  { settings }: Ports,
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
  ports: Ports,
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
