import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  checkout,
  checkoutInput,
  confirm,
  newCart,
  newVariant,
  orderBy,
  stockOf,
} from '../support/buying.ts';
import { signedInAs, until } from '../support/client.ts';
import { end, type Shop, startShop } from '../support/shop.ts';

const SUBGRAPHS = ['users', 'products', 'carts', 'orders', 'payments'];

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(async () => {
  await shop?.stop();
  shop?.remove();
});

/** Ids of all processes that work on this shop's data. */
const processes = (): number[] => {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args=', 'e'], { encoding: 'utf8', maxBuffer: 50_000_000 });
  return stdout
    .split('\n')
    .filter((line) => line.includes(shop.dataDir))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid > 0 && pid !== process.pid);
};

test.each(SUBGRAPHS.map((name, i) => [name, i + 1] as const))(
  'A15: %s answers nobody without a token',
  async (_, offset) => {
    const address = `http://127.0.0.1:${shop.port + offset}/graphql`;
    const answers = ['{ _service { sdl } }', '{ __typename }', '{ __schema { types { name } } }'].map(
      (query) =>
        fetch(address, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        }),
    );
    for (const answer of await Promise.all(answers)) {
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toMatch(/type Query|\.ts:|node_modules|sdl/);
    }
  },
);

test('prints the address of each process and the demo accounts', () => {
  for (const words of [
    shop.url,
    'admin@example.com',
    'staff@example.com',
    'customer@example.com',
    'Plexus is ready',
  ]) {
    expect(shop.output()).toContain(words);
  }
});

test('a port in use produces one sentence that says what to do', () => {
  const again = spawnSync(process.execPath, ['dist/scripts/start.js'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', PORT: String(shop.port), DATA_DIR: join(shop.dataDir, 'second') },
  });
  expect(again.status).toBe(1);
  expect(again.stderr).toMatch(
    /^Port \d+ \(.+\) is in use: stop what listens there, or choose other ports.*\n$/,
  );
  expect(again.stderr).not.toMatch(/\n\s+at /);
});

describe('after kill -9 of everything between checkout and payment', () => {
  test('a new start leads the payment to a placed order', { timeout: 400_000 }, async () => {
    const staff = await signedInAs(shop.url, 'staff@example.com');
    const variant = await newVariant(shop.url, staff, 3);
    const bought = await checkout(
      shop.url,
      await checkoutInput(shop.url, await newCart(shop.url, variant, 2)),
    );
    expect(bought.order?.status).toBe('PENDING');

    const gone = processes();
    expect(gone.length, 'start, seven processes and the datastores').toBeGreaterThanOrEqual(10);
    for (const pid of gone) execFileSync('kill', ['-9', String(pid)], { stdio: 'ignore' });
    shop = await startShop({ dataDir: shop.dataDir, port: shop.port });

    expect((await confirm(shop.url, bought.payment)).userErrors).toEqual([]);
    const placed = await until('the order to be placed', async () => {
      const order = await orderBy(shop.url, bought.orderToken);
      return order?.status === 'PLACED' && order.paymentStatus === 'PAID' ? order : null;
    });
    expect(placed.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['CREATED', 'PAYMENT_CAPTURED', 'PLACED']),
    );
    expect(await stockOf(shop.url, await signedInAs(shop.url, 'staff@example.com'), variant)).toEqual({
      onHand: 1,
      reserved: 0,
      available: 1,
    });
  });
});

test('I04: Ctrl-C stops all of it, and leaves no process behind', async () => {
  expect(await end(shop.child, 'SIGINT')).toBe(0);
  expect(processes()).toEqual([]);
});

test('no password, token or key of a development shop is in its logs', () => {
  const secrets = Object.values(
    JSON.parse(readFileSync(join(shop.dataDir, 'secrets.json'), 'utf8')) as Record<string, unknown>,
  )
    .map((value) => (typeof value === 'string' ? value : ''))
    .filter((value) => value.length >= 16);
  expect(secrets.length).toBeGreaterThan(0);
  const logs = spawnSync('grep', [
    '-rhoF',
    ...secrets.flatMap((secret) => ['-e', secret]),
    '-e',
    'plexus-demo-password',
    join(shop.dataDir, 'logs'),
  ]);
  expect(logs.stdout.toString()).toBe('');
});
