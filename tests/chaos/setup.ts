import { until } from '../support/client.ts';
import type { Random } from './random.ts';
import { type Account, pause, signIn, type World } from './world.ts';

const PRODUCT = `mutation ($input: ProductCreateInput!) {
  productCreate(input: $input) { product { id variants { id sku } } userErrors { code message } } }`;
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
  refreshToken: null,
  otherPassword: null,
  reviewId: null,
});
const INITIAL_STOCK = 40;
/** Promotions that many buyers want: one for few, one for each customer once, one without an end. */
const PROMOTIONS = [
  { code: 'CHAOSFEW', limit: 5, limitPerCustomer: null },
  { code: 'CHAOSONCE', limit: null, limitPerCustomer: 1 },
  { code: 'CHAOSALL', limit: null, limitPerCustomer: null },
] as const;
export const CODES = PROMOTIONS.map(({ code }) => code);
const TITLE = 'Hot thing';

type Bare = Omit<World, 'variants' | 'productId' | 'codes' | 'isOver'>;
const bare = (world: Bare): World => ({
  ...world,
  variants: [],
  productId: '',
  codes: [],
  isOver: () => false,
});

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

/** Makes the few variants and promotions that everybody wants. */
export const setUpShop = async (world: Bare): Promise<Pick<World, 'productId' | 'variants'>> => {
  await until('staff to sign in', () => signIn(bare(world), world.staff), 60_000);
  const { recorder } = world;
  const variants = [499, 1_999, 4_950].map((amount, at) => ({
    sku: `CHAOS-${at}`,
    price: { amount, currency: 'EUR' },
    selectedOptions: [{ name: 'Size', value: String(at) }],
    onHand: INITIAL_STOCK,
  }));
  const { product } = await must<Made>(world, PRODUCT, { title: TITLE, status: 'ACTIVE', variants });
  if (!product) throw new Error('The product was not made.');
  for (const { id, sku } of product.variants) recorder.variant(id, sku, INITIAL_STOCK);
  recorder.write(`title ${product.id}`, TITLE)('acknowledged');
  for (const promotion of PROMOTIONS) {
    const input = { kind: 'PERCENTAGE', percent: 10, title: promotion.code, ...promotion };
    const made = await must<Promoted>(world, PROMOTION, input);
    recorder.promotion(made.promotion?.id ?? '', promotion);
  }
  return { productId: product.id, variants: product.variants.map(({ id }) => id) };
};
type Errors = Readonly<{ userErrors: { code: string }[] }>;
type Made = Errors & { product: { id: string; variants: { id: string; sku: string }[] } | null };
type Promoted = Errors & { promotion: { id: string } | null };

/** A customer with a verified address. */
export const signUp = async (world: Bare, random: Random): Promise<Account> => {
  const account: Account = {
    email: `${random.key()}@example.com`,
    password: `password of ${random.key()}`,
    headers: {},
    signedInAt: 0,
    refreshToken: null,
    otherPassword: null,
    reviewId: null,
  };
  world.recorder.account(account.email);
  const registered = world.recorder.write(`password ${account.email}`, account.password);
  await must(world, SIGN_UP, { email: account.email, password: account.password });
  const code = await until('the mail with the code', async () => {
    const mails = world.shop.mailsTo(account.email);
    return mails
      .map((mail) => /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m.exec(mail)?.[1])
      .find((found) => found !== undefined);
  });
  registered('acknowledged');
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
