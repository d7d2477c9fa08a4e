import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { must, mustInTime, until } from './client.ts';

/** The steps of a guest's purchase, one function each. Each returns what the next one needs. */
export const ADDRESS = {
  name: 'Ada Example',
  line1: '1 Main Street',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

const NEW_PRODUCT = `mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id variants { id } } userErrors { code message } } }`;
const NEW_CART = `mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } userErrors { code message } } }`;
const QUOTE = `query ($id: ID!, $address: PostalAddressInput, $method: ID) { cart(id: $id) {
  shippingMethods(shippingAddress: $address) { method { id } }
  quote(shippingAddress: $address, shippingMethodId: $method) { total { amount currency } } } }`;
const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
  order { id number status total { amount } } payment { id clientSecret } orderToken userErrors { code message } } }`;
const CONFIRM = `mutation ($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { payment { id status } userErrors { code message } } }`;
const ORDER = `query ($token: String!) { orderByToken(token: $token) { id number status paymentStatus total { amount } timeline { kind } } }`;
const STOCK = `query ($id: ID!) { productVariant(id: $id) { stock { onHand reserved available } } }`;

type Errors = { userErrors: { code: string; message: string }[] };
export type Bought = Errors & {
  order: { id: string; number: string; status: string; total: { amount: number } } | null;
  payment: { id: string; clientSecret: string } | null;
  orderToken: string | null;
};
type Money = { amount: number; currency: string };
type Offered = { cart: { shippingMethods: { method: { id: string } }[]; quote: { total: Money } } };
type Order = {
  id: string;
  number: string;
  status: string;
  paymentStatus: string;
  total: { amount: number };
  timeline: { kind: string }[];
};

export const newVariant = async (
  url: string,
  staff: Record<string, string>,
  onHand: number,
  amount = 1999,
): Promise<string> => {
  const [made] = await newVariants(url, staff, 1, onHand, amount);
  if (!made) throw new Error('A product has a variant.');
  return made;
};

/** Identical variants of one new product. */
export const newVariants = async (
  url: string,
  staff: Record<string, string>,
  count: number,
  onHand: number,
  amount = 1999,
) => {
  const sku = `TEST-${randomUUID().slice(0, 8)}`.toUpperCase();
  const price = { amount, currency: 'EUR' };
  const sizes = Array.from({ length: count }, (_, i) => String(i + 1));
  const variants = sizes.map((value) => ({
    sku: `${sku}-${value}`,
    price,
    selectedOptions: [{ name: 'Size', value }],
    onHand,
  }));
  type Made = { productCreate: { product: { variants: { id: string }[] } | null } & Errors };
  const { productCreate } = await must<Made>(
    url,
    NEW_PRODUCT,
    { input: { title: `Thing ${sku}`, status: 'ACTIVE', variants } },
    staff,
  );
  if (!productCreate.product) throw new Error(JSON.stringify(productCreate.userErrors));
  return productCreate.product.variants.map(({ id }) => id);
};

export const newCart = async (url: string, variantId: string, quantity = 1): Promise<string> => {
  const made = await mustInTime<{ cartCreate: { cart: { id: string } | null } & Errors }>(url, NEW_CART, {
    input: { lines: [{ variantId, quantity }] },
  });
  if (!made.cartCreate.cart) throw new Error(JSON.stringify(made.cartCreate.userErrors));
  return made.cartCreate.cart.id;
};

/** The checkout input for this cart, at the total of its quote. */
export const checkoutInput = async (url: string, cartId: string, buyer: Record<string, string> = {}) => {
  const offered = await mustInTime<Offered>(url, QUOTE, { id: cartId, address: ADDRESS }, buyer);
  const shippingMethodId = offered.cart.shippingMethods[0]?.method.id;
  const { cart } = await mustInTime<Offered>(
    url,
    QUOTE,
    { id: cartId, address: ADDRESS, method: shippingMethodId },
    buyer,
  );
  const email = `guest.${randomUUID().slice(0, 8)}@example.com`;
  return {
    cartId,
    email,
    shippingAddress: ADDRESS,
    shippingMethodId,
    expectedTotal: cart.quote.total,
    idempotencyKey: randomUUID(),
  };
};

/** Checks out as a storefront does: without an answer it repeats the request with the same key. */
export const checkout = async (
  url: string,
  input: object,
  buyer: Record<string, string> = {},
): Promise<Bought> => (await mustInTime<{ checkout: Bought }>(url, CHECKOUT, { input }, buyer)).checkout;

export const confirm = async (url: string, payment: Bought['payment'], paymentMethodId = 'pm_card_visa') => {
  const input = {
    paymentId: payment?.id,
    clientSecret: payment?.clientSecret,
    paymentMethodId,
    idempotencyKey: randomUUID(),
  };
  type Confirmed = { paymentConfirm: { payment: { id: string; status: string } | null } & Errors };
  return (await mustInTime<Confirmed>(url, CONFIRM, { input })).paymentConfirm;
};

export const orderBy = async (url: string, token: string | null): Promise<Order | null> =>
  (await mustInTime<{ orderByToken: Order | null }>(url, ORDER, { token })).orderByToken;

type Stock = { onHand: number; reserved: number; available: number };
export const stockOf = async (url: string, staff: Record<string, string>, id: string): Promise<Stock> =>
  (await mustInTime<{ productVariant: { stock: Stock } }>(url, STOCK, { id }, staff)).productVariant.stock;

const PATIENCE_MS = 100_000;
const PAUSE_MS = 200;

/** Polls less often than `until`, for conditions that take seconds, because polling uses CPU. */
export const eventually = <T>(what: string, look: () => Promise<T | null | false | undefined>): Promise<T> =>
  until(what, async () => (await look()) || (await wait(PAUSE_MS, null)), PATIENCE_MS);

/** Pays with a valid card, and repeats until the payment is confirmed. */
export const pay = (url: string, { payment }: Bought): Promise<unknown> =>
  eventually('the payment to be confirmed', async () =>
    ['AUTHORIZED', 'CAPTURED', 'PROCESSING'].includes((await confirm(url, payment)).payment?.status ?? ''),
  );

/** The order after everything that follows a payment is done. */
export const placed = (url: string, { orderToken }: Bought): Promise<Order> =>
  eventually('the order to be placed', async () => {
    const order = await orderBy(url, orderToken);
    return order?.status === 'PLACED' && order.paymentStatus === 'PAID' && order;
  });
