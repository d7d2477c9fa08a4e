import type { CartState } from './checker/history.ts';
import type { Result } from './client.ts';
import { changeAccount } from './customer.ts';
import { type Account, type Actor, ADDRESS, pause, signIn, type World } from './world.ts';

const CART = 'cart { id version lines { variant { id } quantity id } } userErrors { code }';
const CREATE = `mutation ($input: CartCreateInput!) { cartCreate(input: $input) { ${CART} } }`;
const ADD = `mutation ($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { ${CART} } }`;
const UPDATE = `mutation ($input: CartLinesUpdateInput!) { cartLinesUpdate(input: $input) { ${CART} } }`;
const CODES = `mutation ($input: CartPromotionCodesSetInput!) { cartPromotionCodesSet(input: $input) { ${CART} } }`;
const CLAIM = `mutation ($id: ID!) { cartClaim(cartId: $id) { ${CART} } }`;
const METHODS = `query ($id: ID!, $address: PostalAddressInput) { cart(id: $id) { shippingMethods(shippingAddress: $address) { method { id } } } }`;
const QUOTE = `query ($id: ID!, $address: PostalAddressInput, $method: ID) {
  cart(id: $id) { quote(shippingAddress: $address, shippingMethodId: $method) { total { amount currency } } } }`;
const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
  order { id total { amount } lines { sku quantity } } payment { id clientSecret } orderToken userErrors { code } } }`;
const CONFIRM = `mutation ($input: PaymentConfirmInput!) { paymentConfirm(input: $input) {
  payment { id status nextAction { redirectUrl } } userErrors { code } } }`;
const CANCEL =
  'mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { id } userErrors { code } } }';
const ORDER = 'query ($token: String!) { orderByToken(token: $token) { id status paymentStatus } }';
const BROWSE =
  'query ($q: String) { products(first: 5, query: $q) { totalCount nodes { id title variants { id price { formatted } } } } }';

type Errors = { userErrors: { code: string }[] };
type CartPayload = Errors & {
  cart: {
    id: string;
    version: number;
    lines: { id: string; variant: { id: string } | null; quantity: number }[];
  } | null;
};
type Bought = Errors & {
  order: { id: string; total: { amount: number }; lines: { sku: string; quantity: number }[] } | null;
  payment: { id: string; clientSecret: string } | null;
  orderToken: string | null;
};
type Confirmed = Errors & { payment: { status: string; nextAction: { redirectUrl: string } | null } | null };

const CARDS = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_mastercard',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
];
/** How often a client sends the same operation again before it gives up. */
const TRIES = 8;

/** Shops until the run is over, as a guest or with an account. */
export const buy = async (actor: Actor, account: Account | null): Promise<void> => {
  const { world, random } = actor;
  while (!world.isOver()) {
    if (account && !(await signIn(world, account))) await pause(300);
    else await visit(actor, account);
    await pause(random.int(20, 200));
  }
};

const visit = async (actor: Actor, account: Account | null): Promise<void> => {
  const { world, random } = actor;
  if (random.chance(0.3)) await world.client.send('browse', BROWSE, { q: random.chance(0.5) ? 'hot' : null });
  if (account && random.chance(0.4)) await changeAccount(actor, account);
  const cart = await fill(actor, account);
  if (!cart || random.chance(0.1)) return;
  const bought = await checkOut(actor, account, cart);
  if (!bought?.order) return;
  if (random.chance(0.15)) await addMore(actor, account, cart.id);
  if (random.chance(0.1)) return;
  await pay(actor, bought);
  if (random.chance(0.2)) await cancel(actor, account, bought);
  if (bought.orderToken) await look(world, bought.orderToken);
};

/** What a client was told of an order once stays true. */
const look = async ({ client, recorder }: World, token: string): Promise<void> => {
  type Seen = { id: string; status: string; userErrors?: never[] };
  const { payload } = await client.send<Seen>('order', ORDER, { token });
  if (payload && (payload.status === 'PLACED' || payload.status === 'COMPLETED')) recorder.placed(payload.id);
};

const stateOf = (cart: NonNullable<CartPayload['cart']>): CartState => ({
  id: cart.id,
  version: cart.version,
  lines: cart.lines.map(({ variant, quantity }) => [variant?.id ?? '', quantity]),
});

/** Writes down what a change of a cart was answered. Returns the cart as it is known. */
const noted = (
  { recorder }: World,
  { outcome, payload }: Result<CartPayload>,
  id: string | null,
  owner: string | null,
): CartState | null => {
  if (outcome === 'failed') recorder.cartUncertain(id, owner);
  if (outcome !== 'acknowledged' || !payload?.cart) return null;
  const state = stateOf(payload.cart);
  recorder.cart(state, owner);
  return state;
};

const someLines = ({ random, world }: Actor) => [
  { variantId: random.pick(world.variants), quantity: random.int(1, 3) },
];

const fill = async (actor: Actor, account: Account | null): Promise<CartState | null> => {
  const { world, random } = actor;
  const isGuest = account === null || random.chance(0.3);
  const owner = isGuest ? null : account.email;
  const headers = isGuest ? {} : account.headers;
  const input = { lines: someLines(actor) };
  const made = await world.client.send<CartPayload>('cartCreate', CREATE, { input }, headers);
  let cart = noted(world, made, null, owner);
  if (cart && isGuest && account) cart = await claim(actor, account, cart);
  if (cart && random.chance(0.5)) cart = (await add(actor, account, cart.id)) ?? cart;
  if (cart && random.chance(0.4)) cart = (await setCodes(actor, account, cart)) ?? cart;
  if (cart && random.chance(0.2)) cart = (await changeLine(actor, account, cart, made)) ?? cart;
  return cart;
};

/** Takes a guest's cart over. What got no answer may have changed the customer's own cart, of which nobody knows which it is. */
const claim = async (
  { world }: Actor,
  { email, headers }: Account,
  { id }: CartState,
): Promise<CartState | null> => {
  world.recorder.cartClaimed(id, email);
  const claimed = await world.client.send<CartPayload>('cartClaim', CLAIM, { id }, headers);
  if (claimed.outcome !== 'acknowledged') world.recorder.cartUncertain(id, email);
  return noted(world, claimed, null, email);
};

const setCodes = async (
  { world, random }: Actor,
  account: Account | null,
  { id }: CartState,
): Promise<CartState | null> => {
  const codes = [random.chance(0.1) ? `WRONG${random.int(1, 9_999)}` : random.pick(world.codes)];
  const input = { cartId: id, codes };
  const set = await world.client.send<CartPayload>(
    'cartPromotionCodesSet',
    CODES,
    { input },
    account?.headers ?? {},
  );
  return noted(world, set, id, account?.email ?? null);
};

const changeLine = async (
  { world, random }: Actor,
  account: Account | null,
  { id, version }: CartState,
  { payload }: Result<CartPayload>,
): Promise<CartState | null> => {
  const lines = [{ lineId: payload?.cart?.lines[0]?.id, quantity: random.int(0, 4) }];
  const input = { cartId: id, expectedVersion: version, lines };
  const headers = account?.headers ?? {};
  const changed = await world.client.send<CartPayload>('cartLinesUpdate', UPDATE, { input }, headers);
  return noted(world, changed, id, account?.email ?? null);
};

const add = async (actor: Actor, account: Account | null, cartId: string): Promise<CartState | null> => {
  const { world } = actor;
  const input = { cartId, lines: someLines(actor) };
  const added = await world.client.send<CartPayload>('cartLinesAdd', ADD, { input }, account?.headers ?? {});
  return noted(world, added, cartId, account?.email ?? null);
};

/** After the checkout, while the order is not paid. */
const addMore = async (actor: Actor, account: Account | null, cartId: string): Promise<void> => {
  await add(actor, account, cartId);
};

type Offer = {
  shippingMethods: { method: { id: string } }[];
  quote: { total: { amount: number; currency: string } };
};

type Asked = Offer & { userErrors?: never[] };

/** How the cart is sent, and what it costs then. */
const offerOf = async ({ client }: World, id: string, headers: Account['headers']) => {
  const asked = { id, address: ADDRESS };
  const methods = await client.send<Asked>('quote', METHODS, asked, headers);
  const shippingMethodId = methods.payload?.shippingMethods?.[0]?.method.id;
  const quoted = await client.send<Asked>('quote', QUOTE, { ...asked, method: shippingMethodId }, headers);
  const expectedTotal = quoted.payload?.quote?.total;
  return shippingMethodId && expectedTotal ? { shippingMethodId, expectedTotal } : null;
};

const checkOut = async (actor: Actor, account: Account | null, cart: CartState): Promise<Bought | null> => {
  const { world, random } = actor;
  const headers = account?.headers ?? {};
  const offer = await offerOf(world, cart.id, headers);
  if (!offer) return null;
  const key = random.key();
  const email = account?.email ?? `guest-${actor.name}@example.com`;
  const { amount, currency } = offer.expectedTotal;
  const bought = { key, cartId: cart.id, email, totalMinor: amount, currency };
  world.recorder.attempt({ ...bought, isGuest: account === null });
  const input = { cartId: cart.id, email, shippingAddress: ADDRESS, ...offer, idempotencyKey: key };
  const { outcome, payload } = await insist<Bought>(actor, 'checkout', CHECKOUT, input, headers);
  if (outcome === 'failed') world.recorder.note(`${key}: no answer to the checkout of ${cart.id}`);
  if (outcome !== 'acknowledged' || !payload?.order) return null;
  world.recorder.checkout({
    key,
    cartId: cart.id,
    orderId: payload.order.id,
    totalMinor: payload.order.total.amount,
    lines: payload.order.lines.map(({ sku, quantity }) => [sku, quantity]),
  });
  world.recorder.secret('client secret', payload.payment?.clientSecret);
  world.recorder.secret('order token', payload.orderToken);
  return payload;
};

/** Sends the same again until it is answered, as a frontend does. */
const insist = async <T extends Errors>(
  actor: Actor,
  kind: string,
  query: string,
  input: object,
  headers: Readonly<Record<string, string>>,
): Promise<Result<T>> => {
  for (let left = TRIES; ; left--) {
    const result = await actor.world.client.send<T>(kind, query, { input }, headers);
    if (result.outcome !== 'failed' || left === 0) return result;
    await pause(actor.random.int(200, 900));
  }
};

const pay = async (actor: Actor, { payment }: Bought): Promise<void> => {
  const { random } = actor;
  if (!payment) return;
  for (let card = 0; card < 3; card++) {
    const input = {
      paymentId: payment.id,
      clientSecret: payment.clientSecret,
      paymentMethodId: random.pick(CARDS),
      idempotencyKey: random.key(),
    };
    const { payload } = await insist<Confirmed>(actor, 'paymentConfirm', CONFIRM, input, {});
    const redirect = payload?.payment?.nextAction?.redirectUrl;
    if (redirect) await answerTheBank(redirect, random.chance(0.8));
    const status = payload?.payment?.status;
    if (status && status !== 'REQUIRES_PAYMENT_METHOD' && status !== 'FAILED') return;
  }
};

const answerTheBank = async (url: string, succeeds: boolean): Promise<void> => {
  const body = new URLSearchParams({ outcome: succeeds ? 'succeed' : 'fail' });
  await fetch(url, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(5_000) }).catch(
    () => null,
  );
};

const cancel = async (
  actor: Actor,
  account: Account | null,
  { order, orderToken }: Bought,
): Promise<void> => {
  const { world } = actor;
  if (!order) return;
  const input = { orderId: order.id, ...(account ? {} : { orderToken }), reason: 'changed my mind' };
  const headers = account?.headers ?? {};
  const { outcome } = await world.client.send<Errors>('orderCancel', CANCEL, { input }, headers);
  world.recorder.cancellation(order.id, outcome);
};
