import { afterAll, expect, test } from 'vitest';
import { aPaymentsService, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';
import { type Wire, wireTo } from '../support/partition.ts';

/** A service that reaches its neighbours over wires that can be cut. */
const aWorld = async () => {
  const wires = new Map<string, Wire>();
  const through = async (neighbour: string, address: string): Promise<string> => {
    const url = new URL(address);
    const wire = await wireTo(Number(url.port));
    wires.set(neighbour, wire);
    url.port = String(wire.port);
    return url.href;
  };
  const world = await aPaymentsService({ through, env: { STRIPE_TIMEOUT_MS: '1200' } });
  const wire = (neighbour: 'stripe' | 'orders'): Wire => {
    const found = wires.get(neighbour);
    if (!found) throw new Error(`there is no wire to ${neighbour}`);
    return found;
  };
  const stop = async (): Promise<void> => {
    await world.stop();
    await Promise.all([...wires.values()].map((each) => each.close()));
  };
  return { world, wire, stop };
};

const running: Awaited<ReturnType<typeof aWorld>>[] = [];
afterAll(() => Promise.all(running.map(({ stop }) => stop())));
const start = async () => {
  const started = await aWorld();
  running.push(started);
  return started;
};

/** What the shop promises, on a machine with time for nothing else; and what a test gives one that has none. */
const PROMISED_S = 30;
const SETTLED_MS = 120_000;

const collected = (world: World, orderId: string, kinds: readonly string[]) =>
  until(
    `orders to hear ${kinds}`,
    async () => kinds.every((kind) => world.told(orderId).includes(kind)),
    SETTLED_MS,
  ).then(() => expect(world.told(orderId).toSorted()).toEqual(kinds.toSorted()));

/** A machine that has no time may let the provider seem silent: then it is another payment. */
const opened = (world: World) =>
  until(
    'a payment with its secret',
    () => world.open().then((one) => (one.clientSecret ? one : null)),
    SETTLED_MS,
  );

/** Payments at every stage, each with a question that meets the silence and what it has to come to. */
const stages = async (world: World) => {
  const [unpaid, held, heldToo, paid] = await Promise.all([
    opened(world),
    opened(world),
    opened(world),
    opened(world),
  ]);
  const confirmed = [held, heldToo, paid];
  await Promise.all(
    confirmed.map((each) =>
      world.confirm(each).then(() => world.becomes(each.paymentId, 'AUTHORIZED', SETTLED_MS)),
    ),
  );
  await world.forOrder('paymentCaptureFor', paid.orderId);
  await world.becomes(paid.paymentId, 'CAPTURED', SETTLED_MS);
  return [
    { of: unpaid, ask: () => world.confirm(unpaid), becomes: 'AUTHORIZED', hears: ['AUTHORIZED'] },
    {
      of: held,
      ask: () => world.forOrder('paymentCaptureFor', held.orderId),
      becomes: 'CAPTURED',
      hears: ['AUTHORIZED', 'CAPTURED'],
    },
    {
      of: heldToo,
      ask: () => world.forOrder('paymentVoidFor', heldToo.orderId),
      becomes: 'VOIDED',
      hears: ['AUTHORIZED', 'VOIDED'],
    },
    {
      of: paid,
      ask: () => world.refund(paid.orderId, 2000),
      becomes: 'PARTIALLY_REFUNDED',
      hears: ['AUTHORIZED', 'CAPTURED', 'REFUNDED'],
    },
  ];
};

const callsLeft = async (world: World) =>
  (await world.rows<{ id: string }>("select id from provider_calls where state in ('WRITTEN', 'UNKNOWN')"))
    .length;

/** Of the jobs that ask again, when the last one does, in seconds from now. */
const lastAsked = async (world: World): Promise<number> => {
  const rows = await world.rows<{ s: string | null }>(
    'select extract(epoch from max(run_at) - now()) as s from graphile_worker.jobs where attempts < max_attempts',
  );
  return Number(rows[0]?.s ?? 0);
};

test.concurrent.each(['all', 'answers'] as const)(
  'I06: packets to the provider are lost (%s): whoever asks hears so, and after its return nothing is unknown',
  async (what) => {
    const { world, wire } = await start();
    const all = await stages(world);
    wire('stripe').cut(what);
    const opening = world.open();
    const answers = await Promise.all(all.map(({ ask }) => ask().then(JSON.stringify, String)));
    const unopened = await opening;
    expect(unopened.clientSecret).toBeNull();
    expect(answers.filter((answer) => /AUTHORIZED"|CAPTURED"|VOIDED"|SUCCEEDED"/.test(answer))).toEqual([]);
    expect(wire('stripe').losses()).toBeGreaterThan(0);
    expect(await callsLeft(world)).toBe(5);
    /** However long it lasts, it is asked again soon: so is what is settled within half a minute of the return. */
    await until('several tries', async () => wire('stripe').losses() >= 10, SETTLED_MS);
    expect(await lastAsked(world)).toBeLessThan(PROMISED_S / 2);
    wire('stripe').heal();
    await Promise.all(
      all.map(async ({ of, becomes, hears }) => {
        await world.becomes(of.paymentId, becomes, SETTLED_MS);
        await collected(world, of.orderId, hears);
      }),
    );
    await world.becomes(unopened.paymentId, 'REQUIRES_PAYMENT_METHOD', SETTLED_MS);
    expect(
      await world.rows('select task_identifier from graphile_worker.jobs where attempts >= max_attempts'),
    ).toEqual([]);
    await until('every call to be answered', async () => (await callsLeft(world)) === 0, SETTLED_MS);
    await until('the books to be those of the provider', world.sameCash, SETTLED_MS);
  },
);

test('I06: while packets to orders are lost, notifications wait; orders then receives each change once', async () => {
  const { world, wire } = await start();
  wire('orders').cut();
  const all = await Promise.all([world.paid(), world.paid(), world.paid()]);
  await until('several tries', async () => wire('orders').losses() >= 6, SETTLED_MS);
  expect(all.flatMap(({ orderId }) => world.told(orderId))).toEqual([]);
  await world.rows(
    'update graphile_worker._private_jobs set attempts = 9 where locked_at is null and attempts < max_attempts and run_at > now()',
  );
  await until('another try', async () => wire('orders').losses() >= 9, SETTLED_MS);
  expect(await lastAsked(world)).toBeLessThan(PROMISED_S);
  wire('orders').heal();
  await Promise.all(all.map(({ orderId }) => collected(world, orderId, ['AUTHORIZED', 'CAPTURED'])));
});
