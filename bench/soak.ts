import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { metricsPortOf } from '../scripts/start/processes.ts';
import { checkout, checkoutInput, newCart, newVariants, pay, placed } from '../tests/support/buying.ts';
import { must, signedInAs } from '../tests/support/client.ts';
import { startShop } from '../tests/support/shop.ts';
import { startTraffic } from '../tests/support/traffic.ts';
import { heldBy, type Sample, slopeOf } from './soak/memory.ts';

/**
 * `npx tsx bench/soak.ts [minutes]`, after `npm run build`: a shop of its own under steady traffic for so long (10), how the memory of
 * each process went, how much it would grow in an hour, and whether the books agree at the end.
 */
const MINUTES = Number(process.argv[2] ?? 10);
const HOUR_MS = 3_600_000;
const SAMPLE_MS = 1_000;
/** The least of so many samples is what the collector could not take. */
const WINDOW = 20;
/** Caches fill and code is compiled in the first part, which is no leak. */
const SETTLED_AFTER = 1 / 3;
const PAUSE_MS = 20;
const VARIANTS = 20;
const SHOWN_EACH = 3;
const SERVICES = ['router', 'users', 'products', 'carts', 'orders', 'payments'] as const;
const SEARCH =
  'query ($query: String) { products(query: $query, first: 10) { totalCount nodes { id title } facets { values { value count } } } }';
const ACCOUNT =
  '{ me { email addresses { id } orders(first: 5) { totalCount } payments(first: 5) { totalCount } } }';
const PAGE = '{ categories { name } products(first: 12) { nodes { title priceRange { min { amount } } } } }';

const shop = await startShop({ env: { LOG_LEVEL: 'info' } });
const { url, port, dataDir } = shop;

/** What visitors do, without a pause of their own. */
const openTraffic = async () => {
  const variants = await newVariants(url, await signedInAs(url, 'staff@example.com'), VARIANTS, 1_000_000);
  let visit = 0;
  const buy = async (): Promise<void> => {
    const bought = await checkout(
      url,
      await checkoutInput(url, await newCart(url, variants[++visit % VARIANTS] ?? '')),
    );
    await pay(url, bought);
    await placed(url, bought);
  };
  const kinds = {
    pages: () => must(url, PAGE),
    searches: () => must(url, SEARCH, { query: `mug ${++visit}` }),
    accounts: async () => must(url, ACCOUNT, {}, await signedInAs(url, 'customer@example.com')),
    orders: buy,
  };
  return startTraffic(kinds, PAUSE_MS);
};

/** The least that each service held in a window of time. */
const leastHeld = async (): Promise<number[]> => {
  const seen: number[][] = [];
  for (let i = 0; i < WINDOW; i++) {
    await wait(SAMPLE_MS);
    seen.push(await Promise.all(SERVICES.map((name) => heldBy(metricsPortOf(name, port)))));
  }
  return SERVICES.map((_, at) => Math.min(...seen.map((row) => row[at] ?? 0)));
};

const watch = async (): Promise<Sample[][]> => {
  const started = Date.now();
  const samples: Sample[][] = SERVICES.map(() => []);
  for (let taken = 0; Date.now() - started < MINUTES * 60_000; taken++) {
    const held = await leastHeld();
    const hours = (Date.now() - started) / HOUR_MS;
    for (const [at, megabytes] of held.entries()) samples[at]?.push({ hours, megabytes });
    const row = SERVICES.map((name, at) => `${name} ${held[at]?.toFixed(1)}`).join('  ');
    if (taken % SHOWN_EACH === 0) console.log(`${(hours * 60).toFixed(1).padStart(5)} min  ${row} MB`);
  }
  return samples;
};

const onMessage = (name: string, all: readonly Sample[]): void => {
  const settled = all.slice(Math.floor(all.length * SETTLED_AFTER));
  const [first, last] = [settled[0]?.megabytes ?? 0, settled.at(-1)?.megabytes ?? 0];
  console.log(
    `${name.padEnd(9)} ${first.toFixed(1)} MB, ${last.toFixed(1)} MB at the end, ${slopeOf(settled).toFixed(1)} MB an hour`,
  );
};

try {
  const traffic = await openTraffic();
  const samples = await watch().finally(traffic.leave);
  for (const [at, name] of SERVICES.entries()) onMessage(name, samples[at] ?? []);
  console.log(
    `${[...traffic.done].map(([name, count]) => `${count} ${name}`).join(', ')}; ${traffic.failures.length} failed`,
  );
  for (const failure of traffic.failures.slice(0, 5)) console.log(`  ${failure}`);
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port) };
  process.exitCode =
    spawnSync('npm', ['run', '--silent', 'reconcile'], { env, stdio: 'inherit' }).status ?? 1;
} finally {
  await shop.stop();
  shop.remove();
}
