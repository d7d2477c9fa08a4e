import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { newId, type UserId } from '../../kernel/ids.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { seed } from '../../subgraphs/orders/seed.ts';
import { ask, bearer } from '../support/client.ts';
import { startGraph } from '../support/graph.ts';

const origin = { ip: null, userAgent: null };
export const guest: Viewer = { kind: 'guest', origin };
export const customer = (userId: UserId): Viewer => ({
  kind: 'person',
  userId,
  role: 'CUSTOMER',
  sessionId: 'test',
  origin,
});
export const staff: Viewer = {
  kind: 'person',
  userId: newId('user'),
  role: 'STAFF',
  sessionId: 'test',
  origin,
};
export const eur = (amount: number) => ({ amount, currency: 'EUR' });
export const address = {
  name: 'Ada Example',
  line1: '1 Main Street',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

const ORDER =
  'id number email status paymentStatus fulfillmentStatus total { amount } discount { amount } refunded { amount } canCancel cancelReason lines { id quantity total { amount } } timeline { kind actor }';
const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
  order { ${ORDER} } payment { id clientSecret } orderToken quote { total { amount } } userErrors { code message field } } }`;
const QUOTE = `query ($ref: [_Any!]!, $address: PostalAddressInput, $method: ID) { _entities(representations: $ref) { ... on Cart {
  shippingMethods(shippingAddress: $address) { method { id name } price { amount } }
  quote(shippingAddress: $address, shippingMethodId: $method) { total { amount currency } discount { amount } problems { code } rejectedPromotions { code reason } promotions { code } } } } }`;
const CONFIRM =
  'mutation ($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { payment { id status } userErrors { code message } } }';
const PRODUCT =
  'mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id variants { id } } userErrors { code message } } }';
const PROMOTION = `mutation ($input: PromotionCreateInput!) { promotionCreate(input: $input) { promotion { id code redeemed active } userErrors { code field } } }`;

type Amount = { amount: number };
export type OrderView = {
  id: string;
  number: string;
  email: string;
  status: string;
  paymentStatus: string;
  fulfillmentStatus: string;
  total: Amount;
  discount: Amount;
  refunded: Amount;
  canCancel: boolean;
  cancelReason: string | null;
  lines: { id: string; quantity: number; total: Amount }[];
  timeline: { kind: string; actor: string }[];
};
type Errors = { userErrors: { code: string; message: string; field: string[] | null }[] };
export type Checkout = Errors & {
  order: OrderView | null;
  payment: { id: string; clientSecret: string | null } | null;
  orderToken: string | null;
  quote: { total: Amount } | null;
};
type Quoted = {
  shippingMethods: { method: { id: string; name: string }; price: Amount }[];
  quote: {
    total: Amount & { currency: string };
    discount: Amount;
    problems: { code: string }[];
    promotions: { code: string | null }[];
    rejectedPromotions: { code: string; reason: string }[];
  };
};
export const codesOf = ({ userErrors }: Errors): string[] => userErrors.map(({ code }) => code);

/** How long a client repeats a request that was not answered in time, with the same key. */
const RETRY_MS = 60_000;

/** Five real subgraphs with the sandbox; each is spoken to as the router would. */
export const ordersWorld = async (
  options: Parameters<typeof startGraph>[0] = { only: ['users', 'products', 'carts', 'orders', 'payments'] },
) => {
  const graph = await startGraph(options);
  const env = graph.envOf('orders');
  const router = tokenSigner(JSON.parse(graph.envOf('router').SERVICE_PRIVATE_KEY ?? ''));
  const databaseUrl = env.ORDERS_DATABASE_URL ?? '';
  await seed({ NODE_ENV: 'test', ORDERS_DATABASE_URL: databaseUrl });
  const db = new Pool({ connectionString: databaseUrl, max: 4 });

  const tell = async <T>(
    name: 'orders' | 'carts' | 'products' | 'payments',
    viewer: Viewer,
    query: string,
    variables: object,
  ): Promise<T> => {
    if (viewer.kind === 'service') throw new Error('the router speaks for people alone');
    const url = (env[`${name.toUpperCase()}_URL`] ?? '').replace('/graphql', '');
    const until = Date.now() + RETRY_MS;
    for (;;) {
      const answer = await ask<T>(url, query, variables, bearer(await router.viewer(viewer, name)));
      if (answer.errors.length === 0 && answer.data) return answer.data;
      if (answer.errors[0]?.extensions.code !== 'SERVICE_UNAVAILABLE' || Date.now() > until)
        throw new Error(answer.text);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const world = {
    db,
    env,
    tell,
    stop: async () => {
      await db.end();
      await graph.stop();
    },
    variant: async (price: number, onHand: number): Promise<string> => {
      const variant = {
        sku: `SKU-${randomUUID().slice(0, 12)}`,
        price: eur(price),
        selectedOptions: [{ name: 'Size', value: 'One' }],
        onHand,
      };
      const input = { title: `Thing ${randomUUID().slice(0, 8)}`, status: 'ACTIVE', variants: [variant] };
      const made = await tell<{ productCreate: { product: { variants: { id: string }[] } } }>(
        'products',
        staff,
        PRODUCT,
        { input },
      );
      return made.productCreate.product.variants[0]?.id ?? '';
    },
    cart: async (lines: readonly (readonly [string, number])[], viewer: Viewer = guest): Promise<string> => {
      const input = { lines: lines.map(([variantId, quantity]) => ({ variantId, quantity })) };
      const made = await tell<{ cartCreate: { cart: { id: string } } }>(
        'carts',
        viewer,
        'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } userErrors { code } } }',
        { input },
      );
      return made.cartCreate.cart.id;
    },
    codes: async (cartId: string, codes: string[], viewer: Viewer = guest) => {
      const query =
        'mutation ($input: CartPromotionCodesSetInput!) { cartPromotionCodesSet(input: $input) { cart { id } userErrors { code } } }';
      await tell('carts', viewer, query, { input: { cartId, codes } });
    },
    promotion: async (input: object) =>
      (await tell<{ promotionCreate: Errors }>('orders', staff, PROMOTION, { input })).promotionCreate,
    quote: async (cartId: string, viewer: Viewer = guest, method?: string): Promise<Quoted> => {
      const ref = [{ __typename: 'Cart', id: cartId }];
      const { _entities } = await tell<{ _entities: Quoted[] }>('orders', viewer, QUOTE, {
        ref,
        address,
        method,
      });
      if (!_entities[0]) throw new Error('no quote');
      return _entities[0];
    },
    input: async (cartId: string, over: object = {}, viewer: Viewer = guest) => {
      const method = (await world.quote(cartId, viewer)).shippingMethods[0]?.method.id ?? '';
      const { quote } = await world.quote(cartId, viewer, method);
      const email = `buyer.${randomUUID().slice(0, 8)}@example.com`;
      const base = {
        cartId,
        email,
        shippingAddress: address,
        shippingMethodId: method,
        expectedTotal: quote.total,
      };
      return { ...base, idempotencyKey: randomUUID(), ...over };
    },
    checkout: async (input: object, viewer: Viewer = guest): Promise<Checkout> =>
      (await tell<{ checkout: Checkout }>('orders', viewer, CHECKOUT, { input })).checkout,
    buy: async (cartId: string, over: object = {}, viewer: Viewer = guest): Promise<Checkout> =>
      world.checkout(await world.input(cartId, over, viewer), viewer),
    pay: async (payment: Checkout['payment'], card = 'pm_card_visa', viewer: Viewer = guest) => {
      const input = {
        paymentId: payment?.id,
        clientSecret: payment?.clientSecret,
        paymentMethodId: card,
        idempotencyKey: randomUUID(),
      };
      return (
        await tell<{ paymentConfirm: Errors & { payment: { status: string } | null } }>(
          'payments',
          viewer,
          CONFIRM,
          { input },
        )
      ).paymentConfirm;
    },
    byToken: async (token: string | null): Promise<OrderView | null> =>
      (
        await tell<{ orderByToken: OrderView | null }>(
          'orders',
          guest,
          `query ($token: String!) { orderByToken(token: $token) { ${ORDER} } }`,
          { token },
        )
      ).orderByToken,
    cancel: async (orderId: string, orderToken: string | null, viewer: Viewer = guest) => {
      const query = `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { ${ORDER} } userErrors { code field } } }`;
      const input = { orderId, orderToken, reason: 'changed my mind' };
      return (
        await tell<{ orderCancel: Errors & { order: OrderView | null } }>('orders', viewer, query, { input })
      ).orderCancel;
    },
    stock: async (id: string): Promise<{ onHand: number; reserved: number; available: number }> => {
      const query = 'query ($id: ID!) { productVariant(id: $id) { stock { onHand reserved available } } }';
      return (
        await tell<{ productVariant: { stock: { onHand: number; reserved: number; available: number } } }>(
          'products',
          staff,
          query,
          { id },
        )
      ).productVariant.stock;
    },
    mailsTo: (email: string): string[] => {
      const folder = join(graph.dataDir, 'mail');
      return readdirSync(folder)
        .filter((file) => file.endsWith('.eml'))
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .filter((mail) => mail.includes(email));
    },
  };
  return world;
};
export type World = Awaited<ReturnType<typeof ordersWorld>>;
