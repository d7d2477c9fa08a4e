import { Counter } from 'prom-client';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import Stripe from 'stripe';
import { registry } from '../../../kernel/metrics.ts';
import { keyAlarm } from './keyAlarm.ts';

/** The API version that this code is written for. The account's default version has no effect. */
const API_VERSION = '2026-10-28.endive';

type Address = Readonly<{
  STRIPE_SECRET_KEY: string;
  STRIPE_API_URL?: string | undefined;
  STRIPE_TIMEOUT_MS: number;
  STRIPE_REQUESTS_PER_SECOND: number;
}>;
type Alarm = Parameters<typeof rateLimitedClient>[0]['alarm'];

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
    httpClient: rateLimitedClient({ requestsPerSecond: STRIPE_REQUESTS_PER_SECOND, alarm }),
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

const requests = new Counter({
  name: 'plexus_payments_provider_requests_total',
  help: 'Requests to the payment provider, by the HTTP status of the answer; "none" without one, "queue_full" where none was sent',
  labelNames: ['status'],
  registers: [registry],
});

/** Requests that wait for longer than this are not sent. */
const QUEUE_SECONDS = 10;
/** The code of a request that was not sent since too many wait. */
export const QUEUE_FULL = 'EQUEUEFULL';

type Client = ReturnType<typeof Stripe.createNodeHttpClient>;
type Settings = Readonly<{ requestsPerSecond: number; alarm: Parameters<typeof keyAlarm>[0] }>;

/**
 * The SDK's HTTP client with a limit of requests per second in this process, sent in the order in which they came. Counts the
 * answers, and alarms where the key is denied.
 */
export const rateLimitedClient = ({ requestsPerSecond, alarm }: Settings): Client => {
  const client = Stripe.createNodeHttpClient();
  const limiter = new RateLimiterMemory({ points: 1, duration: 1 / requestsPerSecond });
  const queue = new RateLimiterQueue(limiter, { maxQueueSize: Math.ceil(requestsPerSecond * QUEUE_SECONDS) });
  const answered = keyAlarm(alarm, Date.now);
  const send: Client['makeRequest'] = async (...request) => {
    await queue.removeTokens(1).catch(() => Promise.reject(queueFull()));
    const [, , path, method] = request;
    const response = await client.makeRequest(...request).catch((error: unknown) => {
      requests.inc({ status: 'none' });
      throw error;
    });
    const status = response.getStatusCode();
    requests.inc({ status: String(status) });
    answered(status, `${method} ${endpointOf(path)}`);
    return response;
  };
  return { getClientName: () => client.getClientName(), makeRequest: send };
};

const queueFull = (): Error => {
  requests.inc({ status: 'queue_full' });
  return Object.assign(new Error('too many requests to the provider wait'), { code: QUEUE_FULL });
};

/** A path without ids: no label and no alarm names a payment. */
const endpointOf = (path: string): string =>
  (path.split('?', 1)[0] ?? '').replace(/\/[a-z]+_\w+(?=\/|$)/g, (part) => (isId(part) ? '/:id' : part));
const isId = (part: string): boolean => /^\/[a-z]+_(?=\w*[\dA-Z])\w+$/.test(part);
