import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lane } from '../../kernel/lane.ts';
import { aPaymentsService, SECRET, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService({ processes: 2 });
});
afterAll(() => world.stop());

/** So many payments at a time: most of it is waiting. */
const BESIDE = 30;
const SETTLED_MS = 120_000;

const permutations = <T>(all: readonly T[]): T[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one, i) => permutations(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));

type Event = { id: string; type: string; data: { object: { id: string; payment_intent?: string } } };
/** All events of the provider that were read so far, oldest first. */
const events: Event[] = [];
const MOST = 100;
/** Reads on from where the last look ended. */
const readOn = async (): Promise<void> => {
  const last = events.at(-1);
  const page = `/events?limit=${MOST}${last ? `&ending_before=${last.id}` : ''}`;
  const { data } = (await world.stripe('GET', page)) as unknown as { data: Event[] };
  events.push(...data.toReversed());
  if (data.length === MOST) await readOn();
};
let reading = Promise.resolve();
const eventsOf = async (intent: string): Promise<Event[]> => {
  reading = reading.then(readOn);
  await reading;
  return events.filter(({ data: { object } }) => object.id === intent || object.payment_intent === intent);
};
const deliver = async (event: Event, url: string) => {
  const body = JSON.stringify(event);
  const at = Math.floor(Date.now() / 1000);
  const signature = `t=${at},v1=${createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')}`;
  return (
    await fetch(`${url}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'stripe-signature': signature },
      body,
    })
  ).status;
};

test('all 120 permutations of five events end in the same state, and orders is notified of each change once', async () => {
  await world.control('POST', '/webhooks', { url: null });
  const wanted = [
    'charge.succeeded',
    'payment_intent.amount_capturable_updated',
    'charge.captured',
    'payment_intent.succeeded',
    'charge.refunded',
  ];
  const play = async (order: readonly string[], turn: number) => {
    const { paymentId, orderId } = await world.open();
    const intent = await world.providerId(paymentId);
    await world.stripe('POST', `/payment_intents/${intent}/confirm`, {
      payment_method: 'pm_card_visa',
      return_url: 'http://shop.example',
    });
    const early = (await eventsOf(intent)).filter(({ type }) => order.slice(0, 2).includes(type));
    for (const event of early) expect(await deliver(event, world.urls[turn % 2] ?? '')).toBe(200);
    await world.stripe('POST', `/payment_intents/${intent}/capture`);
    await world.stripe('POST', '/refunds', { payment_intent: intent, amount: '1000' });
    const all = await eventsOf(intent);
    for (const type of order) {
      const event = all.find((one) => one.type === type);
      if (!event) throw new Error(`there is no ${type}`);
      expect(await deliver(event, world.urls[turn % 2] ?? '')).toBe(200);
    }
    return { paymentId, orderId };
  };
  await readOn();
  const orders = permutations(wanted);
  expect(orders).toHaveLength(120);
  const inTurn = lane(BESIDE, orders.length);
  const played = await Promise.all(orders.map((order, turn) => inTurn(() => play(order, turn))));
  const waiting = "select id from payments where id = any($1) and status <> 'PARTIALLY_REFUNDED' limit 1";
  const ids = played.map(({ paymentId }) => paymentId);
  await until(
    'every payment to be refunded in part',
    async () => (await world.rows(waiting, [ids])).length === 0,
    SETTLED_MS,
  );
  await until(
    'orders to hear',
    async () => played.every(({ orderId }) => world.told(orderId).length >= 3),
    SETTLED_MS,
  );
  for (const { paymentId, orderId } of played) {
    const { captured, refunded, attempts } = await world.read(paymentId);
    expect([captured.amount, refunded.amount, attempts.length]).toEqual([5000, 1000, 1]);
    expect(world.told(orderId).toSorted()).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  }
  await until('the books to be those of the provider', world.sameCash);
  await world.control('DELETE', '/webhooks');
}, 300_000);

test('every event sent ten times, newest first, to two processes takes effect once', async () => {
  await world.control('POST', '/webhooks', { copies: 10, reorder: true });
  const all = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const opened = await world.paid();
      await world.refund(opened.orderId, 700);
      return opened;
    }),
  );
  for (const { paymentId, orderId } of all) {
    expect(await world.becomes(paymentId, 'PARTIALLY_REFUNDED')).toMatchObject({
      captured: { amount: 5000 },
      refunded: { amount: 700 },
    });
    await until('orders to hear', async () => world.told(orderId).length >= 3);
    expect(world.told(orderId).toSorted()).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  }
  await until('the books to be those of the provider', world.sameCash);
  await world.control('DELETE', '/webhooks');
});
