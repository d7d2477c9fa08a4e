import { Agent, setGlobalDispatcher } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../kernel/lifecycle.ts';
import {
  activate,
  announce,
  type Keys,
  publicKeys,
  type RotatingKeys,
  retire,
} from '../../scripts/keys/serviceKeys.ts';
import { SERVICES, type ServiceName } from '../../scripts/start/processes.ts';
import { note } from '../../scripts/test/secrets.ts';
import { ADDRESS, newVariant } from '../support/buying.ts';
import { must, signedInAs } from '../support/client.ts';
import { openShop } from '../support/demo.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { freePort } from '../support/ports.ts';
import { openRotation, type Rotation } from '../support/rotation.ts';
import { startTraffic } from '../support/traffic.ts';

/** As an ingress does, clients let an idle connection go before the router would. */
setGlobalDispatcher(new Agent({ keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 }));
const NOTICE_MS = 2_000;

let graph: Graph;
let keys: RotatingKeys;
let rotations: ReadonlyMap<ServiceName, Rotation>;
const running = new Map<ServiceName, Running>();

/** A process with the present keys takes the place of the one that runs. */
const restart = async (name: ServiceName): Promise<void> => {
  const port = await freePort();
  const before = running.get(name);
  const env = {
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.SERVICE_PRIVATE_KEYS[name]),
    SERVICE_PUBLIC_KEYS: JSON.stringify(publicKeys(keys)),
    STOP_NOTICE_MS: String(NOTICE_MS),
  };
  running.set(name, await graph.run(name, port, env));
  await rotations.get(name)?.add(port);
  if (!before) return;
  await before.stop();
  rotations.get(name)?.forget(Number(new URL(before.url).port));
};
const restartAll = () => Promise.all(SERVICES.map(restart));

let shopper: Record<string, string>;
let variantId: string;
beforeAll(async () => {
  graph = await startGraph({ only: [] });
  const ofEnv = SERVICES.map((name) => [name, JSON.parse(graph.envOf(name).SERVICE_PRIVATE_KEY ?? '{}')]);
  keys = { SERVICE_PRIVATE_KEYS: Object.fromEntries(ofEnv) as Keys };
  const opened = SERVICES.map(
    async (name) => [name, await openRotation(Number(graph.envOf(name).PORT))] as const,
  );
  rotations = new Map(await Promise.all(opened));
  await restartAll();
  await openShop(graph);
  shopper = await signedInAs(graph.url, 'customer@example.com');
  variantId = await newVariant(graph.url, await signedInAs(graph.url, 'staff@example.com'), 100_000);
});
afterAll(async () => {
  await Promise.all([...running.values()].map((each) => each.stop()));
  await Promise.all([...(rotations?.values() ?? [])].map((rotation) => rotation.close()));
  await graph?.stop();
});

const CREATE =
  'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } userErrors { code } } }';
const QUOTE = `query ($id: ID!, $address: PostalAddressInput) { cart(id: $id) {
  subtotal { amount } quote(shippingAddress: $address) { total { amount } } lines { variant { title } } } }`;
const ACCOUNT =
  '{ me { email orders(first: 1) { totalCount } payments(first: 1) { totalCount } cart { itemCount } } }';

type Created = { cartCreate: { cart: { id: string } | null; userErrors: unknown[] } };
const quoted = async (): Promise<void> => {
  const { cartCreate } = await must<Created>(graph.url, CREATE, {
    input: { lines: [{ variantId, quantity: 1 }] },
  });
  if (!cartCreate.cart) throw new Error(JSON.stringify(cartCreate.userErrors));
  await must(graph.url, QUOTE, { id: cartCreate.cart.id, address: ADDRESS });
};

test('R40: the keys of all processes are replaced in three steps under load, and no request fails', async () => {
  const old = SERVICES.map((name) => keys.SERVICE_PRIVATE_KEYS[name].kid);
  const traffic = startTraffic({ quoting: quoted, reading: () => must(graph.url, ACCOUNT, {}, shopper) });
  const steps: ReadonlyArray<readonly [string, () => Promise<RotatingKeys | null>]> = [
    ['rotate', () => announce(keys, SERVICES, 'development')],
    ['activate', async () => activate(keys, SERVICES)],
    ['retire', async () => retire(keys)],
  ];
  for (const [step, take] of steps) {
    const next = await take();
    if (!next) throw new Error(`${step} was refused`);
    keys = next;
    note('key of a process', ...SERVICES.map((name) => String(keys.SERVICE_PRIVATE_KEYS[name].d)));
    await restartAll();
    await traffic.more(3);
    expect([step, traffic.failures]).toEqual([step, []]);
  }
  await traffic.leave();
  expect(traffic.failures).toEqual([]);
  const accepted = publicKeys(keys).keys.map(({ kid }) => kid);
  expect(accepted).toHaveLength(SERVICES.length);
  expect(accepted.filter((kid) => old.includes(kid))).toEqual([]);
});
