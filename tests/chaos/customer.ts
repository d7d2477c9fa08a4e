import { type Account, type Actor, ADDRESS, keepTokens, pause, signIn, type Tokens } from './world.ts';

const RENAME =
  'mutation ($input: ProfileUpdateInput!) { profileUpdate(input: $input) { user { givenName } userErrors { code } } }';
const ADD_ADDRESS =
  'mutation ($input: AddressCreateInput!) { addressCreate(input: $input) { address { id } userErrors { code } } }';
const REMOVE_ADDRESS = 'mutation ($id: ID!) { addressDelete(id: $id) { deletedId userErrors { code } } }';
const KEEP_CARD =
  'mutation ($input: PaymentMethodAttachInput!) { paymentMethodAttach(input: $input) { paymentMethod { id } userErrors { code } } }';
const REVIEW =
  'mutation ($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id } userErrors { code } } }';
const CHANGE_REVIEW =
  'mutation ($input: ReviewUpdateInput!) { reviewUpdate(input: $input) { review { id } userErrors { code } } }';
const SIGNED_IN = '{ tokens { accessToken refreshToken } userErrors { code } }';
const CHANGE_PASSWORD = `mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) ${SIGNED_IN} }`;
const REFRESH = `mutation ($token: String!) { sessionRefresh(refreshToken: $token) ${SIGNED_IN} }`;
const SIGN_OUT = 'mutation { signOut { accepted userErrors { code } } }';

type Errors = { userErrors: { code: string }[] };
type Session = Errors & { tokens: Tokens | null };

/** Something that a customer does with an account that others use at the same time. */
export const changeAccount = async (actor: Actor, account: Account): Promise<void> =>
  actor.random.pick([rename, rename, address, card, review])(actor, account);

const rename = async ({ world, random }: Actor, { email, headers }: Account): Promise<void> => {
  const givenName = `Ada ${random.key()}`;
  const answered = world.recorder.write(`name ${email}`, givenName);
  const input = { givenName };
  const { outcome } = await world.client.send<Errors>('profileUpdate', RENAME, { input }, headers);
  answered(outcome);
};

/** Adds an address, and often removes it again. */
const address = async ({ world, random }: Actor, { email, headers }: Account): Promise<void> => {
  const { client, recorder } = world;
  const key = random.key();
  const input = { address: { ...ADDRESS, line2: key }, idempotencyKey: key };
  recorder.request('address', key, email, 'failed');
  type Added = Errors & { address: { id: string } | null };
  const { outcome, payload } = await client.send<Added>('addressCreate', ADD_ADDRESS, { input }, headers);
  recorder.request('address', key, email, outcome);
  const id = payload?.address?.id;
  if (outcome !== 'acknowledged' || !id || random.chance(0.3)) return;
  recorder.removal(key, 'failed');
  const removed = await client.send<Errors>('addressDelete', REMOVE_ADDRESS, { id }, headers);
  recorder.removal(key, removed.outcome);
};

const card = async ({ world, random }: Actor, { email, headers }: Account): Promise<void> => {
  const paymentMethodId = random.pick(CARDS);
  const input = { paymentMethodId };
  const { outcome } = await world.client.send<Errors>('paymentMethodAttach', KEEP_CARD, { input }, headers);
  world.recorder.card(email, paymentMethodId, outcome);
};
const CARDS = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_chargeDeclined'];

/** Writes a review, or changes the one that the account has. Only who has bought may. */
const review = async ({ world, random }: Actor, account: Account): Promise<void> => {
  const { client, recorder, productId } = world;
  const { email, headers } = account;
  const title = `Good ${random.key()}`;
  const answered = recorder.write(`review ${email}`, title);
  type Reviewed = Errors & { review: { id: string } | null };
  const known = account.reviewId;
  const text = { rating: random.int(1, 5), title, body: 'It does what it says.' };
  const { outcome, payload } = await (known
    ? client.send<Reviewed>('reviewUpdate', CHANGE_REVIEW, { input: { id: known, ...text } }, headers)
    : client.send<Reviewed>('reviewCreate', REVIEW, { input: { productId, ...text } }, headers));
  answered(outcome);
  if (outcome === 'acknowledged') account.reviewId = payload?.review?.id ?? null;
};

/** Changes the password and the sessions of an account that nobody else uses, until the run is over. */
export const guardAccount = async (actor: Actor, account: Account): Promise<void> => {
  const { world, random } = actor;
  while (!world.isOver()) {
    if (await signIn(world, account))
      await random.pick([changePassword, refresh, refresh, signOut, rename])(actor, account);
    else await tryOtherPassword(account);
    await pause(random.int(500, 3_000));
  }
};

const changePassword = async ({ world, random }: Actor, account: Account): Promise<void> => {
  const newPassword = `password of ${random.key()}`;
  world.recorder.secret('password', newPassword);
  const input = { currentPassword: account.password, newPassword };
  const answered = world.recorder.write(`password ${account.email}`, newPassword);
  const { outcome, payload } = await world.client.send<Session>(
    'passwordChange',
    CHANGE_PASSWORD,
    { input },
    account.headers,
  );
  answered(outcome);
  if (outcome === 'refused') account.signedInAt = 0;
  if (outcome === 'failed') {
    account.otherPassword = newPassword;
    account.signedInAt = 0;
  }
  if (outcome !== 'acknowledged') return;
  account.password = newPassword;
  account.otherPassword = null;
  account.signedInAt = 0;
  if (payload?.tokens) keep(world, account, payload.tokens);
};

/** After a change without an answer either password may be the right one. */
const tryOtherPassword = async (account: Account): Promise<void> => {
  if (!account.otherPassword) return;
  const { password } = account;
  account.password = account.otherPassword;
  account.otherPassword = password;
};

/** A refresh token works once. Where the answer was lost, the session is over for this client. */
const refresh = async ({ world }: Actor, account: Account): Promise<void> => {
  const token = account.refreshToken;
  if (!token) return;
  const { payload } = await world.client.send<Session>('sessionRefresh', REFRESH, { token });
  if (payload?.tokens) keep(world, account, payload.tokens);
  else account.signedInAt = 0;
};

const signOut = async ({ world }: Actor, account: Account): Promise<void> => {
  await world.client.send<Errors>('signOut', SIGN_OUT, {}, account.headers);
  account.signedInAt = 0;
};

const keep = ({ recorder }: Actor['world'], account: Account, tokens: Tokens): void => {
  recorder.secret('access token', tokens.accessToken);
  recorder.secret('refresh token', tokens.refreshToken);
  keepTokens(account, tokens);
};
