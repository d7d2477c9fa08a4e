import Stripe from 'stripe';
import { limitedClient } from './http.stripe.ts';

/** The version that this code was written for; the account's default does not matter. */
const API_VERSION = '2026-10-28.endive';

type Address = Readonly<{
  STRIPE_SECRET_KEY: string;
  STRIPE_API_URL?: string | undefined;
  STRIPE_TIMEOUT_MS: number;
  STRIPE_REQUESTS_PER_SECOND: number;
}>;
type Alarm = Parameters<typeof limitedClient>[0]['alarm'];

/** Requests that ask no bank are answered within that, or not at all. */
const QUICK_MS = 3_500;
/** Milliseconds that a request may take that asks no bank. */
export const quickMs = (timeoutMs: number): number => Math.min(QUICK_MS, timeoutMs);

/** Asking again is our own decision, with our own keys: the SDK never does it by itself. */
export const stripeClient = (
  { STRIPE_SECRET_KEY, STRIPE_API_URL, STRIPE_TIMEOUT_MS, STRIPE_REQUESTS_PER_SECOND }: Address,
  alarm: Alarm,
): Stripe =>
  new Stripe(STRIPE_SECRET_KEY, {
    apiVersion: API_VERSION,
    timeout: quickMs(STRIPE_TIMEOUT_MS),
    httpClient: limitedClient({ requestsPerSecond: STRIPE_REQUESTS_PER_SECOND, alarm }),
    maxNetworkRetries: 0,
    telemetry: false,
    appInfo: { name: 'Plexus' },
    ...(STRIPE_API_URL ? addressOf(new URL(STRIPE_API_URL)) : {}),
  });

const addressOf = ({ protocol, hostname, port }: URL) => ({
  host: hostname,
  port: port || (protocol === 'http:' ? '80' : '443'),
  protocol: protocol === 'http:' ? ('http' as const) : ('https' as const),
});

/** A secret, restricted or organization key of the live mode may move real money. Events of the other mode are not for us. */
export const isLive = ({ STRIPE_SECRET_KEY }: Pick<Address, 'STRIPE_SECRET_KEY'>): boolean =>
  /^(?:sk|rk)_(?:org_)?live_/.test(STRIPE_SECRET_KEY);
