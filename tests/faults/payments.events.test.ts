import { createHmac } from 'node:crypto';
import fc from 'fast-check';
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

/** The account of the provider and our books, of all payments together: the same to the cent. */
const sameCash = async () => {
  const { available } = (await world.stripe('GET', '/balance')) as unknown as { available: { amount: number }[] };
  const [row] = await world.rows<{ sum: string | null }>("select sum(debit - credit) as sum from ledger_entries where account = 'cash'");
  return Number(row?.sum ?? 0) === available[0]?.amount;
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
  await until('the books to be those of the provider', sameCash);
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
  await until('the books to be those of the provider', sameCash);
  await world.control('DELETE', '/webhooks');
});

const cards = [
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
  'pm_card_createDispute',
  'pm_card_refundFail',
] as const;
const steps = fc.oneof(
  fc.record({ do: fc.constant('confirm' as const), card: fc.constantFrom(...cards) }),
  fc.record({ do: fc.constantFrom('capture' as const, 'void' as const, 'bank says yes' as const, 'bank says no' as const) }),
  fc.record({ do: fc.constantFrom('refund' as const, 'refund at the desk' as const), amount: fc.integer({ min: 1, max: 5500 }) }),
  fc.record({
    do: fc.constant('fault' as const),
    status: fc.constantFrom(500, 503, 429),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

const take = async (step: Step, opened: Awaited<ReturnType<World['open']>>): Promise<unknown> => {
  const intent = await world.providerId(opened.paymentId);
  switch (step.do) {
    case 'confirm':
      return world.confirm(opened, step.card);
    case 'capture':
      return world.forOrder('paymentCaptureFor', opened.orderId);
    case 'void':
      return world.forOrder('paymentVoidFor', opened.orderId);
    case 'refund':
      return world.refund(opened.orderId, step.amount);
    case 'refund at the desk':
      return world.stripe('POST', '/refunds', { payment_intent: intent, amount: String(step.amount) });
    case 'fault':
      return world.control('POST', '/switches', { do: 'error', method: 'POST', status: step.status, when: step.when });
    case 'bank says yes':
    case 'bank says no': {
      const { nextAction } = await world.read(opened.paymentId);
      const outcome = step.do === 'bank says yes' ? 'succeed' : 'fail';
      return nextAction && fetch(nextAction.redirectUrl, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });
    }
    default:
      return step satisfies never;
  }
};

test('I3: whatever is asked in whatever order, with faults in between, our books are the provider’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 9 }), fc.boolean(), async (sequence, atOnce) => {
      const opened = await world.open();
      const calm = (step: Step) =>
        take(step, opened).catch((error: unknown) => expect(String(error)).toMatch(/SERVICE_UNAVAILABLE|BAD_REQUEST/));
      if (atOnce) await Promise.all(sequence.map(calm));
      else for (const step of sequence) await calm(step);
      await world.control('DELETE', '/switches');
      await until('everything to be answered', async () => {
        const open = await world.rows("select 1 from provider_calls where state in ('WRITTEN', 'UNKNOWN')");
        const waiting = await world.rows("select 1 from webhook_events where state = 'RECEIVED'");
        return open.length + waiting.length === 0;
      });
      await until('the books to be those of the provider', sameCash);
      const [row] = await world.rows<{ ok: boolean }>(
        'select bool_and(refunded <= captured and captured <= authorized and authorized <= amount) as ok from payments',
      );
      expect(row?.ok).toBe(true);
      const told = world.told(opened.orderId);
      for (const kind of ['AUTHORIZED', 'CAPTURED', 'VOIDED']) expect(told.filter((one) => one === kind).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 300_000);
