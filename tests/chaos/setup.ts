import { until } from '../support/client.ts';
import type { Random } from './random.ts';
import { type Account, pause, signIn, type World } from './world.ts';

const PRODUCT = `mutation ($input: ProductCreateInput!) {
  productCreate(input: $input) { product { id variants { id } } userErrors { code message } } }`;
const PROMOTION =
  'mutation ($input: PromotionCreateInput!) { promotionCreate(input: $input) { promotion { id } userErrors { code message } } }';
const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { accepted userErrors { code } } }';
const VERIFY =
  'mutation ($input: EmailVerifyInput!) { emailVerify(input: $input) { user { id } userErrors { code } } }';

/** The staff member of the demo accounts. */
export const staffAccount = (): Account => ({
  email: 'staff@example.com',
  password: 'plexus-demo-password',
  headers: {},
  signedInAt: 0,
});
export const INITIAL_STOCK = 40;
/** Promotions that many buyers want: one for few, one for each customer once, one without an end. */
export const LIMITED = { code: 'CHAOSFEW', limit: 5 } as const;
export const ONCE_EACH = { code: 'CHAOSONCE', limitPerCustomer: 1 } as const;
export const ENDLESS = { code: 'CHAOSALL' } as const;

type Bare = Omit<World, 'variants' | 'codes' | 'isOver'>;
const bare = (world: Bare): World => ({ ...world, variants: [], codes: [], isOver: () => false });

const must = async <T extends { userErrors?: { code: string }[] }>(
  world: Bare,
  query: string,
  input: object,
): Promise<T> => {
  const { outcome, payload, code } = await world.client.send<T>(
    'setup',
    query,
    { input },
    world.staff.headers,
  );
  if (outcome !== 'acknowledged' || !payload) throw new Error(`The shop could not be set up: ${code}`);
  return payload;
};

/** Makes the few variants and promotions that everybody wants. Returns the ids of the variants. */
export const setUpShop = async (world: Bare): Promise<readonly string[]> => {
  await until('staff to sign in', () => signIn(bare(world), world.staff), 60_000);
  const variants = [499, 1_999, 4_950].map((amount, at) => ({
    sku: `CHAOS-${at}`,
    price: { amount, currency: 'EUR' },
    selectedOptions: [{ name: 'Size', value: String(at) }],
    onHand: INITIAL_STOCK,
  }));
  type Made = { product: { variants: { id: string }[] } | null; userErrors: { code: string }[] };
  const { product } = await must<Made>(world, PRODUCT, { title: 'Hot thing', status: 'ACTIVE', variants });
  const base = { kind: 'PERCENTAGE', percent: 10 };
  for (const promotion of [LIMITED, ONCE_EACH, ENDLESS])
    await must(world, PROMOTION, { ...base, title: promotion.code, ...promotion });
  return (product?.variants ?? []).map(({ id }) => id);
};

/** A customer with a verified address. */
export const signUp = async (world: Bare, random: Random): Promise<Account> => {
  const account: Account = {
    email: `${random.key()}@example.com`,
    password: `password of ${random.key()}`,
    headers: {},
    signedInAt: 0,
  };
  await must(world, SIGN_UP, { email: account.email, password: account.password });
  const code = await until('the mail with the code', async () => {
    const mails = world.shop.mailsTo(account.email);
    return mails
      .map((mail) => /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m.exec(mail)?.[1])
      .find((found) => found !== undefined);
  });
  await must(world, VERIFY, { email: account.email, code });
  await until(
    'the customer to sign in',
    () => signIn(bare(world), account),
    30_000,
    () => 200,
  );
  await pause(1);
  return account;
};
