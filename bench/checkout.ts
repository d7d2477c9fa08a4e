import { randomBytes, randomUUID } from 'node:crypto';
import { type Bought, checkout, checkoutInput, newCart, newVariants } from '../tests/support/buying.ts';
import { signedInAs, until } from '../tests/support/client.ts';
import { collector } from '../tests/support/collector.ts';
import { startShop } from '../tests/support/shop.ts';
import { processorMs } from './checkout/processor.ts';
import { msPerService } from './checkout/spans.ts';

/**
 * `npx tsx bench/checkout.ts [checkouts]`, after `npm run build`: checkouts per second of a shop of its own with 1, 10 and 50 buyers,
 * how long one takes, and which service spends how much of that, as every fifth is traced, with its part of the processor.
 */
const COUNT = Number(process.argv[2] ?? 200);
const BUYERS = [1, 10, 50];
const WARM_UP = 50;
const PREPARED_AT_ONCE = 10;
const VARIANTS = 50;
const TRACED_EACH = 5;
const SENT_WITHIN_MS = 60_000;
const SERVICES = ['router', 'orders', 'carts', 'products', 'payments'] as const;

const traces = await collector();
const shop = await startShop({ env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces.url, LOG_LEVEL: 'info' } });
const { url, port } = shop;
const staff = await signedInAs(url, 'staff@example.com');
/** Several, as in a shop: orders of one alone would wait for each other. */
const variants = await newVariants(url, staff, VARIANTS, 1_000_000);
const variant = (i: number): string => variants[i % VARIANTS] ?? '';
const seen = await checkoutInput(url, await newCart(url, variant(0)));

/** So many at once, until all is done. */
const inParallel = async <T>(
  count: number,
  atOnce: number,
  work: (i: number) => Promise<T>,
): Promise<T[]> => {
  const done: T[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) done.push(await work(next++));
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return done;
};

/** Of these checkouts alone: what prepares them is traced too. */
let followed = new Set<string>();
const placeInTrace = (i: number) => {
  const trace = randomBytes(16).toString('hex');
  const isFollowed = i % TRACED_EACH === 0;
  if (isFollowed) followed.add(trace);
  return { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-0${isFollowed ? 1 : 0}` };
};
const buy = async (cartId: string, i: number): Promise<number> => {
  const started = performance.now();
  const { order, userErrors }: Bought = await checkout(
    url,
    { ...seen, cartId, idempotencyKey: randomUUID() },
    placeInTrace(i),
  );
  if (!order) throw new Error(`a checkout was refused: ${userErrors[0]?.code}`);
  return performance.now() - started;
};
const percentile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(0);
const processors = (): Promise<number[]> => Promise.all(SERVICES.map((name) => processorMs(name, port)));

/** Products is asked twice, the others once. */
const ALL_ONCE = ['graphql', 'graphql orders', 'graphql carts', 'graphql payments'];
/** What was traced, once the last process has sent it. */
const sent = async (count: number) => {
  const take = () => traces.take().spans.filter(({ traceId }) => followed.has(traceId));
  const spans = take();
  const arrived = (service: string) => spans.filter(({ name }) => name === service).length;
  const isComplete = () =>
    arrived('graphql products') >= 2 * count && ALL_ONCE.every((service) => arrived(service) >= count);
  await until(
    'the traces',
    async () => {
      spans.push(...take());
      return isComplete();
    },
    SENT_WITHIN_MS,
  );
  return spans;
};

const measure = async (buyers: number): Promise<void> => {
  const ready = await inParallel(COUNT, PREPARED_AT_ONCE, (i) => newCart(url, variant(i)));
  followed = new Set();
  const [before, started] = [await processors(), performance.now()];
  const times = (await inParallel(COUNT, buyers, (i) => buy(ready[i] ?? '', i))).sort((a, b) => a - b);
  const seconds = (performance.now() - started) / 1000;
  const after = await processors();
  const traced = Math.ceil(COUNT / TRACED_EACH);
  const spent = msPerService(await sent(traced));
  const whole = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  const figures = `p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms`;
  console.log(
    `${String(buyers).padStart(3)} buyers: ${(COUNT / seconds).toFixed(1)} checkouts a second, ${figures}`,
  );
  for (const [i, name] of SERVICES.entries()) {
    const ms = spent.get(name) ?? 0;
    const processor = (((after[i] ?? 0) - (before[i] ?? 0)) / COUNT).toFixed(1);
    const [share, each] = [((100 * ms) / whole).toFixed(0).padStart(3), (ms / traced).toFixed(1).padStart(7)];
    console.log(
      `      ${name.padEnd(9)} ${share} %  ${each} ms, and ${processor} ms of the processor with what follows`,
    );
  }
};

try {
  await inParallel(WARM_UP, PREPARED_AT_ONCE, async (i) => buy(await newCart(url, variant(i)), 1));
  for (const buyers of BUYERS) await measure(buyers);
} finally {
  await shop.stop();
  shop.remove();
  await traces.stop();
}
