import { randomUUID } from 'node:crypto';
import {
  type Bought,
  checkout,
  checkoutInput,
  eventually,
  newVariants,
  orderBy,
  pay,
  placed,
  stockOf,
} from '../support/buying.ts';
import { mustInTime } from '../support/client.ts';
import type { SmallShop } from '../support/smallShop.ts';

type Headers = Record<string, string>;
const ON_HAND = 5;

const CREATE = 'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } } }';
const CODES =
  'mutation ($input: CartPromotionCodesSetInput!) { cartPromotionCodesSet(input: $input) { userErrors { code } } }';
const PROMOTE =
  'mutation ($input: PromotionCreateInput!) { promotionCreate(input: $input) { userErrors { code } } }';
const REDEEMED = 'query { promotions(first: 100) { nodes { code redeemed } } }';
const CANCEL = `mutation ($id: ID!, $token: String) {
  orderCancel(input: { orderId: $id, orderToken: $token, reason: "changed my mind" }) { order { id status } userErrors { code } } }`;

type Cancellable = Readonly<{
  bought: Bought;
  input: { email: string };
  code: string;
  variants: readonly string[];
}>;

const newPromotion = async (url: string, staff: Headers): Promise<string> => {
  const code = `BACK${randomUUID().slice(0, 8)}`.toUpperCase();
  await mustInTime(
    url,
    PROMOTE,
    { input: { code, title: 'Once', kind: 'PERCENTAGE', percent: 10, limit: 1 } },
    staff,
  );
  return code;
};

/** An order of two items with a promotion that can be used once; paid, if it is to be. */
export const cancellable = async (
  { url }: SmallShop,
  staff: Headers,
  isPaid: boolean,
): Promise<Cancellable> => {
  const variants = await eventually('a product', () => newVariants(url, staff, 2, ON_HAND).catch(() => null));
  const code = await newPromotion(url, staff);
  const lines = variants.map((variantId) => ({ variantId, quantity: 1 }));
  const { cartCreate } = await mustInTime<{ cartCreate: { cart: { id: string } } }>(url, CREATE, {
    input: { lines },
  });
  await mustInTime(url, CODES, { input: { cartId: cartCreate.cart.id, codes: [code] } });
  const input = await checkoutInput(url, cartCreate.cart.id);
  const bought = await checkout(url, input);
  if (!bought.order) throw new Error(`the checkout was refused: ${bought.userErrors[0]?.code}`);
  if (isPaid) {
    await pay(url, bought);
    await placed(url, bought);
  }
  return { bought, input, code, variants };
};

type Cancelled = {
  orderCancel: { order: { id: string; status: string } | null; userErrors: { code: string }[] };
};

/** As a buyer does it: whoever gets no answer asks again. */
export const cancel = async (
  { url }: SmallShop,
  { bought: { order, orderToken } }: Cancellable,
): Promise<unknown> => {
  const { orderCancel } = await mustInTime<Cancelled>(url, CANCEL, { id: order?.id, token: orderToken });
  return orderCancel.order ?? orderCancel.userErrors;
};

const TOLD = ['CANCELLED', 'REFUND_REQUESTED', 'REFUNDED', 'PAYMENT_VOIDED'];

/** How far the order, its stock, its promotion and the mail about it have come. */
export const endOf = async (
  { url, mailsTo }: SmallShop,
  staff: Headers,
  { bought, input, code, variants }: Cancellable,
) => {
  type All = { promotions: { nodes: { code: string; redeemed: number }[] } };
  const [order, stock, { promotions }] = await Promise.all([
    orderBy(url, bought.orderToken),
    Promise.all(variants.map((id) => stockOf(url, staff, id))),
    mustInTime<All>(url, REDEEMED, {}, staff),
  ]);
  return {
    status: order?.status,
    paymentStatus: order?.paymentStatus,
    told: order?.timeline.map(({ kind }) => kind).filter((kind) => TOLD.includes(kind)),
    stock,
    redeemed: promotions.nodes.find((each) => each.code === code)?.redeemed,
    isMailed: mailsTo(input.email).some((mail) => /^Subject: .*cancelled/im.test(mail)),
  };
};

export const rightEnd = (isPaid: boolean) => ({
  status: 'CANCELLED',
  paymentStatus: isPaid ? 'REFUNDED' : 'VOIDED',
  told: isPaid ? ['CANCELLED', 'REFUND_REQUESTED', 'REFUNDED'] : ['CANCELLED', 'PAYMENT_VOIDED'],
  stock: [0, 1].map(() => ({ onHand: ON_HAND, reserved: 0, available: ON_HAND })),
  redeemed: 0,
  isMailed: true,
});
