import { randomBytes } from 'node:crypto';
import type { CheckoutInput } from '../../../generated/orders/types.ts';
import { unavailable } from '../../../kernel/errors.ts';
import { reused } from '../../../kernel/idempotency.ts';
import { newId } from '../../../kernel/ids.ts';
import { refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { hashToken, orderToken } from '../access/orderToken.ts';
import type { Agreement, Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { type Gathered, gather } from '../quotes/gather.ts';
import { type Quote, quote } from '../quotes/quote.ts';
import { step } from '../saga/step.ts';
import { again } from './again.ts';
import { agreementOf } from './agreement.ts';
import { type Answer, answered, cartClosed, outOfStock, refused } from './answer.ts';
import { type Carried, carryOut } from './carryOut.ts';
import { type Agreed, judge } from './judge.ts';
import { orderNumber } from './orderNumber.ts';
import { readClaim, readWish, type Wish } from './wish.ts';

/** Makes an order of a cart, once a key and once a cart; whatever is repeated answers the same order. */
export const checkout =
  (ports: Ports) =>
  async (viewer: Viewer, input: CheckoutInput): Promise<Answer> => {
    const { caller, key, inputHash } = readClaim(viewer, input);
    const wish = readWish(viewer, input);
    const asking = wish.ok ? askAll(ports, wish.value) : null;
    const [earlier, asked] = await Promise.all([ports.orders.findByKey(caller, key), asking]);
    if (earlier) return earlier.inputHash === inputHash ? repeat(ports, earlier.order) : refused(reused());
    return wish.ok && asked ? order(ports, wish.value, asked) : refused(wish);
  };

type Asked = Readonly<{ gathered: Gathered | null; email: string | null }>;

const askAll = async (
  ports: Ports,
  { buyer, caller, cartId, email, shippingAddress }: Wish,
): Promise<Asked> => {
  const [gathered, own] = await Promise.all([
    gather(ports)(caller, cartId, shippingAddress.country),
    buyer && email === null ? ports.customers.email(buyer) : null,
  ]);
  return { gathered, email: email ?? gathered?.cart.email ?? own };
};

const quoteFor = (gathered: Gathered, { shippingAddress, shippingMethodId }: Wish): Quote =>
  quote({ ...gathered, address: shippingAddress, shippingMethodId });

const order = async (ports: Ports, wish: Wish, { gathered, email }: Asked): Promise<Answer> => {
  if (!gathered) return refused(refuse('NOT_FOUND', 'There is no such cart.', ['cartId']));
  const made = quoteFor(gathered, wish);
  const agreed = judge(made, wish, email);
  if (!agreed.ok) return (await earlierOrder(ports, wish)) ?? refused(agreed, made);
  const agreement = agree(ports, wish, agreed.value);
  const created = await step('create', () => ports.orders.create(agreement, wish.claim));
  switch (created.kind) {
    case 'created':
      return answer(ports, await carryOut(ports)(created.order), (order) =>
        quoteFor(withShortages(gathered, order), wish),
      );
    case 'taken':
      return (await earlierOrder(ports, wish)) ?? Promise.reject(unavailable('orders'));
    case 'promotionLost':
      return promotionLost(
        ports,
        wish,
        made.promotions.find(({ promotionId }) => promotionId === created.promotionId)?.code ?? null,
      );
    default:
      return created satisfies never;
  }
};

const agree = ({ clock, settings }: Ports, wish: Wish, agreed: Agreed): Agreement => {
  const [id, createdAt] = [newId('ord'), clock()];
  return agreementOf(wish, agreed, {
    id,
    createdAt,
    number: orderNumber(randomBytes(10)),
    tokenHash: wish.buyer === null ? hashToken(orderToken(settings.linkSecret, id)) : null,
    expiresAt: new Date(createdAt.getTime() + settings.holdMs),
    newLineId: () => newId('oline'),
  });
};

/** What was refused may be so because the same buyer was faster: that order is the answer then. */
const earlierOrder = async (ports: Ports, wish: Wish): Promise<Answer | null> => {
  const { caller, key, inputHash } = wish.claim;
  const byKey = await ports.orders.findByKey(caller, key);
  if (byKey) return byKey.inputHash === inputHash ? repeat(ports, byKey.order) : refused(reused());
  const byCart = await ports.orders.findByCart(wish.cartId);
  if (!byCart) return null;
  const isSame =
    byCart.inputHash === inputHash &&
    byCart.order.ownerId === wish.buyer &&
    byCart.order.status === 'PENDING';
  return isSame ? repeat(ports, byCart.order) : refused(cartClosed());
};

const repeat = async (ports: Ports, known: Order): Promise<Answer> =>
  answer(ports, await again(ports)(known), () => null);

const answer = ({ settings }: Ports, carried: Carried, requote: (order: Order) => Quote | null): Answer => {
  const { order: current, clientSecret, refusals } = carried;
  if (refusals) return refused(refuseAll(refusals), requote(current));
  return current.shortages.length === 0
    ? answered(current, clientSecret, settings.linkSecret)
    : refused(outOfStock(current), requote(current));
};

/** What the reservation found is newer than what the catalogue said. */
const withShortages = (gathered: Gathered, { shortages }: Order): Gathered => {
  const items = new Map(gathered.items);
  for (const { variantId, available } of shortages) {
    const item = items.get(variantId);
    if (item) items.set(variantId, { ...item, available });
  }
  return { ...gathered, items };
};

const promotionLost = async (ports: Ports, wish: Wish, code: string | null): Promise<Answer> => {
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
    earlierOrder(ports, wish),
    gather(ports)(wish.caller, wish.cartId, wish.shippingAddress.country),
  ]);
  return earlier ?? refused(refusal, gathered && quoteFor(gathered, wish));
};
