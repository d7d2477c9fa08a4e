import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPaymentsService, SECRET, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService({ processes: 2 });
});
afterAll(() => world.stop());

/** So many payments at a time: the list of events shows a hundred. */
const BESIDE = 8;

const permutations = <T>(all: readonly T[]): T[][] =>
  all.length < 2 ? [[...all]] : all.flatMap((one, i) => permutations(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));

type Event = { id: string; type: string; data: { object: { id: string; payment_intent?: string } } };
const eventsOf = async (intent: string): Promise<Event[]> => {
  const { data } = (await world.stripe('GET', '/events?limit=100')) as unknown as { data: Event[] };
  return data.filter(({ data: { object } }) => object.id === intent || object.payment_intent === intent);
};
const deliver = async (event: Event, url: string) => {
  const body = JSON.stringify(event);
  const at = Math.floor(Date.now() / 1000);
  const signature = `t=${at},v1=${createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')}`;
  return (await fetch(`${url}/webhooks/stripe`, { method: 'POST', headers: { 'stripe-signature': signature }, body })).status;
};

test('all 120 orders of five events end in the same state, and orders hears of each thing once', async () => {
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
    await world.stripe('POST', `/payment_intents/${intent}/confirm`, { payment_method: 'pm_card_visa', return_url: 'http://shop.example' });
    const early = (await eventsOf(intent)).filter(({ type }) => order.slice(0, 2).includes(type));
    for (const event of early) expect(await deliver(event, world.urls[turn % 2] ?? '')).toBe(200);
    await world.stripe('POST', `/payment_intents/${intent}/capture`);
    await world.stripe('POST', '/refunds', { payment_intent: intent, amount: '1000' });
    const events = await eventsOf(intent);
    for (const type of order) {
      const event = events.find((one) => one.type === type);
      if (!event) throw new Error(`there is no ${type}`);
      expect(await deliver(event, world.urls[turn % 2] ?? '')).toBe(200);
    }
    return { paymentId, orderId };
  };
  const check = async (order: readonly string[], turn: number) => {
    const { paymentId, orderId } = await play(order, turn);
    const { captured, refunded, attempts } = await world.becomes(paymentId, 'PARTIALLY_REFUNDED', 60_000);
    expect([captured.amount, refunded.amount, attempts.length]).toEqual([5000, 1000, 1]);
    await until('orders to hear', async () => world.told(orderId).length >= 3);
    expect(world.told(orderId).toSorted()).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  };
  const orders = permutations(wanted);
  expect(orders).toHaveLength(120);
  for (let at = 0; at < orders.length; at += BESIDE)
    await Promise.all(orders.slice(at, at + BESIDE).map((order, i) => check(order, at + i)));
  await until('the books to be those of the provider', world.sameCash);
  await world.control('DELETE', '/webhooks');
}, 300_000);

test('a storm: every event sent ten times and newest first, to two processes, has its effect once', async () => {
  await world.control('POST', '/webhooks', { copies: 10, reorder: true });
  const all = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const opened = await world.paid();
      await world.refund(opened.orderId, 700);
      return opened;
    }),
  );
  for (const { paymentId, orderId } of all) {
    expect(await world.becomes(paymentId, 'PARTIALLY_REFUNDED')).toMatchObject({ captured: { amount: 5000 }, refunded: { amount: 700 } });
    await until('orders to hear', async () => world.told(orderId).length >= 3);
    expect(world.told(orderId).toSorted()).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  }
  await until('the books to be those of the provider', world.sameCash);
  await world.control('DELETE', '/webhooks');
});
