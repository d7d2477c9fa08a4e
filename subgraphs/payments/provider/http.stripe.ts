import { Counter } from 'prom-client';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import Stripe from 'stripe';
import { registry } from '../../../kernel/metrics.ts';
import { denialWatch } from './denials.ts';

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
type Settings = Readonly<{ requestsPerSecond: number; alarm: Parameters<typeof denialWatch>[0] }>;

/**
 * The SDK's HTTP client with a limit of requests per second in this process, sent in the order in which they came. Counts the
 * answers, and alarms where the key is denied.
 */
export const limitedClient = ({ requestsPerSecond, alarm }: Settings): Client => {
  const client = Stripe.createNodeHttpClient();
  const limiter = new RateLimiterMemory({ points: 1, duration: 1 / requestsPerSecond });
  const queue = new RateLimiterQueue(limiter, { maxQueueSize: Math.ceil(requestsPerSecond * QUEUE_SECONDS) });
  const answered = denialWatch(alarm, Date.now);
  const send: Client['makeRequest'] = async (...request) => {
    await queue.removeTokens(1).catch(() => Promise.reject(queueFull()));
    const [, , path, method] = request;
    const response = await client.makeRequest(...request).catch((error: unknown) => {
      requests.inc({ status: 'none' });
      throw error;
    });
    const status = response.getStatusCode();
    requests.inc({ status: String(status) });
    answered(status, `${method} ${callOf(path)}`);
    return response;
  };
  return { getClientName: () => client.getClientName(), makeRequest: send };
};

const queueFull = (): Error => {
  requests.inc({ status: 'queue_full' });
  return Object.assign(new Error('too many requests to the provider wait'), { code: QUEUE_FULL });
};

/** A path without ids: no label and no alarm names a payment. */
const callOf = (path: string): string =>
  (path.split('?', 1)[0] ?? '').replace(/\/[a-z]+_\w+(?=\/|$)/g, (part) => (isId(part) ? '/:id' : part));
const isId = (part: string): boolean => /^\/[a-z]+_(?=\w*[\dA-Z])\w+$/.test(part);
