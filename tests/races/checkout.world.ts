import { randomUUID } from 'node:crypto';
import { peer } from '../../kernel/peer.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { type Found, lasting, walk } from '../../scripts/reconcile/walk.ts';
import { type Bought, checkoutInput, eventually, newCart, newVariant, stockOf } from '../support/buying.ts';
import { mustInTime, signedInAs } from '../support/client.ts';
import { openShop } from '../support/demo.ts';
import { startGraph } from '../support/graph.ts';

/** How many prepare themselves at once: the race is what comes after. */
const BATCH = 10;

const CODES =
  'mutation ($input: CartPromotionCodesSetInput!) { cartPromotionCodesSet(input: $input) { userErrors { code } } }';
const PROMOTE =
  'mutation ($input: PromotionCreateInput!) { promotionCreate(input: $input) { promotion { code } userErrors { code } } }';
const REDEEMED = 'query { promotions(first: 100) { nodes { code redeemed } } }';
const CANCEL = `mutation ($id: ID!, $token: String) {
  orderCancel(input: { orderId: $id, orderToken: $token, reason: "changed my mind" }) { userErrors { code } } }`;

export const times = <T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const inBatches = async <T>(count: number, make: () => Promise<T>): Promise<T[]> => {
  const made: T[] = [];
  while (made.length < count) made.push(...(await times(Math.min(BATCH, count - made.length), make)));
  return made;
};

export const codes = (answers: readonly Bought[]): string[] =>
  answers.map(({ order, userErrors }) => userErrors[0]?.code ?? order?.status ?? '');
export const count = (all: readonly string[], one: string): number =>
  all.filter((each) => each === one).length;

type Input = Awaited<ReturnType<typeof checkoutInput>>;
type Promotion = Readonly<Record<string, unknown>>;

/** The whole graph, of which orders is three processes of their own. */
export const checkoutWorld = async () => {
  const graph = await startGraph({ copies: { orders: 3, products: 2 }, processes: ['orders'] });
  await openShop(graph);
  const { url } = graph;
  const signIn = (name: string) =>
    eventually(`${name} to sign in`, () => signedInAs(url, `${name}@example.com`).catch(() => null));
  const [staff, customer] = [await signIn('staff'), await signIn('customer')];
  const env = graph.envOf('orders');
  const orders = peer('orders', env.ORDERS_URL ?? '', tokenSigner(JSON.parse(env.SERVICE_PRIVATE_KEY ?? '')));

  const cartOf = async (variant: string, code: string | null): Promise<string> => {
    const cartId = await newCart(url, variant);
    if (code) await mustInTime(url, CODES, { input: { cartId, codes: [code] } });
    return cartId;
  };
  return {
    url,
    customer,
    /** Something new of which there are so many. */
    variant: (onHand: number, amount = 2000) =>
      eventually('a product', () => newVariant(url, staff, onHand, amount).catch(() => null)),
    stock: (variant: string) => stockOf(url, staff, variant),
    /** What so many buyers are about to send, each for a cart with one of this; they all saw the same price. */
    inputs: async (
      variant: string,
      many: number,
      code: string | null = null,
      buyer = {},
    ): Promise<Input[]> => {
      const carts = await inBatches(many, () => cartOf(variant, code));
      const seen = await checkoutInput(url, carts[0] ?? '', buyer);
      return carts.map((cartId, i) => ({
        ...seen,
        cartId,
        email: `guest.${i}@example.com`,
        idempotencyKey: randomUUID(),
      }));
    },
    promotion: async (promotion: Promotion): Promise<string> => {
      const code = `RACE${randomUUID().slice(0, 8)}`.toUpperCase();
      await mustInTime(url, PROMOTE, { input: { code, title: 'Not for all', ...promotion } }, staff);
      return code;
    },
    redeemed: async (code: string): Promise<number | undefined> => {
      type All = { promotions: { nodes: { code: string; redeemed: number }[] } };
      const { promotions } = await mustInTime<All>(url, REDEEMED, {}, staff);
      return promotions.nodes.find((each) => each.code === code)?.redeemed;
    },
    cancel: ({ order, orderToken }: Bought) => mustInTime(url, CANCEL, { id: order?.id, token: orderToken }),
    /** What of the books does not agree once all has come to rest. */
    reconcile: (withinMs: number): Promise<Found> => lasting(() => walk(orders), withinMs),
    stop: async (): Promise<void> => {
      await orders.close();
      await graph.stop();
    },
  };
};
