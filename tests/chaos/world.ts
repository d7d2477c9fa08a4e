import type { Recorder } from './checker/history.ts';
import type { Client } from './client.ts';
import type { Random } from './random.ts';
import type { ChaosShop } from './shop.ts';

/** What actors share: the shop, what is sold in it, and where they write down what they were told. */
export type World = Readonly<{
  shop: ChaosShop;
  client: Client;
  recorder: Recorder;
  /** The account that all staff share. */
  staff: Account;
  variants: readonly string[];
  /** The product that they are variants of. */
  productId: string;
  codes: readonly string[];
  /** Whether the run is over; actors then finish what they have begun. */
  isOver(): boolean;
}>;
export type Actor = Readonly<{ name: string; random: Random; world: World }>;
/** An account, and the headers of its last sign-in. */
export type Account = {
  email: string;
  password: string;
  headers: Record<string, string>;
  signedInAt: number;
  refreshToken: string | null;
  /** The other password that may be the right one, after a change that got no answer. */
  otherPassword: string | null;
  reviewId: string | null;
};

export const ADDRESS = {
  name: 'Ada Example',
  line1: '1 Main Street',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};
const SIGN_IN =
  'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken refreshToken } userErrors { code } } }';
/** Access tokens last five minutes. */
const FRESH_MS = 200_000;

type SignedIn = {
  tokens: Tokens | null;
  userErrors: { code: string }[];
};

/** Signs in anew where the token is old or was never had. False where that did not work. */
export const signIn = async ({ client, recorder }: World, account: Account): Promise<boolean> => {
  if (Date.now() - account.signedInAt < FRESH_MS) return true;
  recorder.secret('password', account.password);
  const { payload } = await client.send<SignedIn>('signIn', SIGN_IN, {
    input: { email: account.email, password: account.password },
  });
  if (!payload?.tokens) return false;
  recorder.secret('access token', payload.tokens.accessToken);
  recorder.secret('refresh token', payload.tokens.refreshToken);
  keepTokens(account, payload.tokens);
  return true;
};

export type Tokens = Readonly<{ accessToken: string; refreshToken: string }>;
export const keepTokens = (account: Account, { accessToken, refreshToken }: Tokens): void => {
  account.headers = { authorization: `Bearer ${accessToken}` };
  account.refreshToken = refreshToken;
  account.signedInAt = Date.now();
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
