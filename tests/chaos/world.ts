import type { Client } from './client.ts';
import type { Recorder } from './history.ts';
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
  codes: readonly string[];
  /** Whether the run is over; actors then finish what they have begun. */
  isOver(): boolean;
}>;
export type Actor = Readonly<{ name: string; random: Random; world: World }>;
/** Somebody with an account. The headers are those of the last sign-in. */
export type Account = {
  email: string;
  password: string;
  headers: Record<string, string>;
  signedInAt: number;
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
  tokens: { accessToken: string; refreshToken: string } | null;
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
  account.headers = { authorization: `Bearer ${payload.tokens.accessToken}` };
  account.signedInAt = Date.now();
  return true;
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
