import { randomUUID } from 'node:crypto';
import { must, mustInTime } from './client.ts';

/** What a guest does to buy, one step a function; each answers what the next one needs. */
export const ADDRESS = { name: 'Ada Example', line1: '1 Main Street', city: 'Berlin', postalCode: '10115', country: 'DE' };

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
type Order = { id: string; number: string; status: string; paymentStatus: string; total: { amount: number }; timeline: { kind: string }[] };

export const newVariant = async (url: string, staff: Record<string, string>, onHand: number, amount = 1999): Promise<string> => {
  const sku = `TEST-${randomUUID().slice(0, 8)}`.toUpperCase();
  const variant = { sku, price: { amount, currency: 'EUR' }, selectedOptions: [{ name: 'Size', value: 'One' }], onHand };
  type Made = { productCreate: { product: { variants: { id: string }[] } | null } & Errors };
  const input = { title: `Thing ${sku}`, status: 'ACTIVE', variants: [variant] };
  const { productCreate } = await must<Made>(url, NEW_PRODUCT, { input }, staff);
  const [made] = productCreate.product?.variants ?? [];
  if (!made) throw new Error(JSON.stringify(productCreate.userErrors));
  return made.id;
};

export const newCart = async (url: string, variantId: string, quantity = 1): Promise<string> => {
  const made = await mustInTime<{ cartCreate: { cart: { id: string } | null } & Errors }>(url, NEW_CART, {
    input: { lines: [{ variantId, quantity }] },
  });
  if (!made.cartCreate.cart) throw new Error(JSON.stringify(made.cartCreate.userErrors));
  return made.cartCreate.cart.id;
};

/** The input of a checkout of this cart at the price that its quote says. */
export const checkoutInput = async (url: string, cartId: string) => {
  const offered = await mustInTime<Offered>(url, QUOTE, { id: cartId, address: ADDRESS });
  const shippingMethodId = offered.cart.shippingMethods[0]?.method.id;
  const { cart } = await mustInTime<Offered>(url, QUOTE, { id: cartId, address: ADDRESS, method: shippingMethodId });
  const email = `guest.${randomUUID().slice(0, 8)}@example.com`;
  return { cartId, email, shippingAddress: ADDRESS, shippingMethodId, expectedTotal: cart.quote.total, idempotencyKey: randomUUID() };
};

/** Checks out as a frontend does: whoever gets no answer asks again with the same key. */
export const checkout = async (url: string, input: object): Promise<Bought> =>
  (await mustInTime<{ checkout: Bought }>(url, CHECKOUT, { input })).checkout;

export const confirm = async (url: string, payment: Bought['payment'], paymentMethodId = 'pm_card_visa') => {
  const input = { paymentId: payment?.id, clientSecret: payment?.clientSecret, paymentMethodId, idempotencyKey: randomUUID() };
  type Confirmed = { paymentConfirm: { payment: { id: string; status: string } | null } & Errors };
  return (await mustInTime<Confirmed>(url, CONFIRM, { input })).paymentConfirm;
};

export const orderBy = async (url: string, token: string | null): Promise<Order | null> =>
  (await mustInTime<{ orderByToken: Order | null }>(url, ORDER, { token })).orderByToken;

type Stock = { onHand: number; reserved: number; available: number };
export const stockOf = async (url: string, staff: Record<string, string>, id: string): Promise<Stock> =>
  (await mustInTime<{ productVariant: { stock: Stock } }>(url, STOCK, { id }, staff)).productVariant.stock;
