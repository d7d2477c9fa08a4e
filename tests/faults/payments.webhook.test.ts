import { createHmac } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { registry } from '../../kernel/metrics.ts';
import { paymentsEnv } from '../../subgraphs/payments/env.ts';
import { isLive } from '../../subgraphs/payments/stripe/client.stripe.ts';
import { aPaymentsService, person, SECRET, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

/** Where the process breaks off is planned in a file. */
const plan = join(tmpdir(), `plexus-webhooks-plan-${process.pid}-${Date.now()}`);

let world: World;
beforeAll(async () => {
  process.env.FAILPOINT_FILE = plan;
  world = await aPaymentsService();
});
afterAll(async () => {
  delete process.env.FAILPOINT_FILE;
  await world.stop();
});

const seconds = () => Math.floor(Date.now() / 1000);
const anEvent = (over: object = {}, object: object = { id: 'pi_unknown', object: 'payment_intent' }) =>
  JSON.stringify({
    id: `evt_${crypto.randomUUID().replaceAll('-', '')}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: seconds(),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: 'payment_intent.succeeded',
    ...over,
  });
/** It bears an id of ours that nobody knows here. */
const ofUnknownPayment = () =>
  anEvent(
    {},
    { id: `pi_${crypto.randomUUID()}`, object: 'payment_intent', metadata: { payment_id: newId('pay') } },
  );
const sign = (body: string | Buffer, { at = seconds(), secret = SECRET, scheme = 'v1' } = {}) =>
  `t=${at},${scheme}=${createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex')}`;
const post = (body: string | Buffer, signature: string | null) =>
  fetch(world.webhookUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature === null ? {} : { 'stripe-signature': signature }),
    },
    body,
  });
const inbox = async (body: string) =>
  (
    await world.rows<{ state: string; reason: string | null }>(
      'select state, reason from webhook_events where id = $1',
      [JSON.parse(body).id],
    )
  )[0];

test('F07: without a valid signature the event is not read: 400 as JSON', async () => {
  const body = anEvent();
  const bad = [
    null,
    '',
    'nonsense',
    `t=${seconds()}`,
    sign(body, { scheme: 'v0' }),
    sign(body, { secret: 'whsec_of_another_endpoint' }),
    sign(`${body} `),
    `t=${seconds()},v1=${'0'.repeat(64)}`,
  ];
  for (const signature of bad) {
    const answer = await post(body, signature);
    expect([signature, answer.status]).toEqual([signature, 400]);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  }
  expect((await post('{nonsense', sign(body))).status).toBe(400);
  expect(await inbox(body)).toBeUndefined();
});

test('F07: any of several secrets is valid, also beside an invalid signature', async () => {
  for (const secret of [SECRET, 'whsec_development-the-next-one']) {
    const body = anEvent();
    expect((await post(body, sign(body, { secret }))).status).toBe(200);
  }
  const body = anEvent();
  const [, good] = sign(body).split(',');
  expect((await post(body, `t=${seconds()},v1=${'0'.repeat(64)},${good}`)).status).toBe(200);
});

test('F08: a timestamp more than five minutes in the past or future is refused', async () => {
  const body = anEvent();
  for (const at of [seconds() - 301, seconds() + 302])
    expect((await post(body, sign(body, { at }))).status).toBe(400);
  expect(await inbox(body)).toBeUndefined();
  for (const at of [seconds() - 290, seconds() + 290])
    expect((await post(body, sign(body, { at }))).status).toBe(200);
});

test('a body that is too large is refused before it is buffered', async () => {
  const body = anEvent({ padding: 'x'.repeat(600_000) });
  const answer = await post(body, sign(body)).catch(() => null);
  expect(answer === null || answer.status === 413).toBe(true);
});

test('F12: another mode, another account, or a payment that is not ours is stored as quarantined and changes nothing', async () => {
  const strange = {
    live: anEvent({ livemode: true }),
    account: anEvent({ account: 'acct_other' }),
    unknown: ofUnknownPayment(),
  };
  for (const body of Object.values(strange)) expect((await post(body, sign(body))).status).toBe(200);
  expect(await inbox(strange.live)).toEqual({ state: 'QUARANTINED', reason: 'LIVEMODE' });
  expect(await inbox(strange.account)).toEqual({ state: 'QUARANTINED', reason: 'ACCOUNT' });
  await until(
    'the unknown one to be put aside',
    async () => (await inbox(strange.unknown))?.state === 'QUARANTINED',
  );
  const other = anEvent({ type: 'customer.created' }, { id: 'cus_1', object: 'customer' });
  expect((await post(other, sign(other))).status).toBe(200);
  expect(await inbox(other)).toEqual({ state: 'IGNORED', reason: null });
});

test('F12: another intent with our payment’s ID is not trusted', async () => {
  const opened = await world.open();
  const stolen = await world.stripe('POST', '/payment_intents', {
    amount: '5000',
    currency: 'eur',
    'metadata[payment_id]': opened.paymentId,
  });
  const body = anEvent(
    {},
    { id: stolen.id, object: 'payment_intent', metadata: { payment_id: opened.paymentId } },
  );
  await post(body, sign(body));
  await until('it to be put aside', async () => (await inbox(body))?.state === 'QUARANTINED');
  expect((await world.read(opened.paymentId)).status).toBe('REQUIRES_PAYMENT_METHOD');
});

test('F19: an event that only claims a payment changes nothing: the provider is asked', async () => {
  const opened = await world.open();
  const body = anEvent(
    {},
    {
      id: await world.providerId(opened.paymentId),
      object: 'payment_intent',
      status: 'succeeded',
      amount_received: 5000,
    },
  );
  await post(body, sign(body));
  await until('it to be applied', async () => (await inbox(body))?.state === 'APPLIED');
  expect(await world.read(opened.paymentId)).toMatchObject({
    status: 'REQUIRES_PAYMENT_METHOD',
    captured: { amount: 0 },
  });
});

test('F09: one event sent twenty times at once, and again later, takes effect once and always gets 200', async () => {
  await world.control('POST', '/webhooks', { paused: true });
  const opened = await world.open();
  const intent = await world.providerId(opened.paymentId);
  await world.stripe('POST', `/payment_intents/${intent}/confirm`, {
    payment_method: 'pm_card_visa',
    return_url: 'http://shop.example',
  });
  const { data } = (await world.stripe(
    'GET',
    '/events?type=payment_intent.amount_capturable_updated&limit=100',
  )) as unknown as {
    data: { id: string; data: { object: { id: string } } }[];
  };
  const event = data.find((one) => one.data.object.id === intent);
  const storm = async (times: number) =>
    (
      (await world.control('POST', `/events/${event?.id}/resend`, { times })) as {
        answers: (number | string)[];
      }
    ).answers;
  expect(new Set((await storm(20)).map(String))).toEqual(new Set(['200']));
  await world.becomes(opened.paymentId, 'AUTHORIZED');
  expect(new Set((await storm(3)).map(String))).toEqual(new Set(['200']));
  await until('orders to hear', async () => world.told(opened.orderId).length > 0);
  expect(world.told(opened.orderId)).toEqual(['AUTHORIZED']);
  expect(await world.rows('select id from webhook_events where id = $1', [event?.id])).toHaveLength(1);
  await world.control('DELETE', '/webhooks');
});

type Listed = {
  totalCount: number;
  nodes: { id: string; state: string; reason: string | null; payment: { id: string } | null }[];
};
const EVENTS = `query ($states: [PaymentEventState!], $first: Int, $after: String) {
  paymentEvents(states: $states, first: $first, after: $after) {
    totalCount nodes { id type state reason payment { id } } pageInfo { hasNextPage endCursor } } }`;
const act = (what: 'Retry' | 'Dismiss', id: string) =>
  world.must<{ event: { state: string } | null; userErrors: { code: string }[] }>(
    `mutation ($id: ID!) { paymentEvent${what}(id: $id) { event { state } userErrors { code } } }`,
    { id },
    world.staff,
  );

test('F12: staff see quarantined events, apply them again, and dismiss them', async () => {
  const bodies = [anEvent({ livemode: true }), ofUnknownPayment(), ofUnknownPayment()];
  for (const body of bodies) await post(body, sign(body));
  const [live, first, second] = bodies.map((body) => JSON.parse(body).id as string);
  await until('the unknown ones to be put aside', async () =>
    (await Promise.all(bodies.map(inbox))).every((row) => row?.state === 'QUARANTINED'),
  );
  const all: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Listed & { pageInfo: { hasNextPage: boolean; endCursor: string | null } } = await world.must(
      EVENTS,
      { first: 2, after },
      world.staff,
    );
    all.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(new Set(all).size).toBe(all.length);
  expect(all).toEqual(expect.arrayContaining([live, first, second]));
  expect((await act('Retry', live ?? '')).userErrors).toMatchObject([{ code: 'INVALID' }]);
  expect((await act('Retry', first ?? '')).event).toEqual({ state: 'RECEIVED' });
  await until(
    'it to be put aside again',
    async () => (await inbox(bodies[1] ?? ''))?.state === 'QUARANTINED',
  );
  expect((await act('Dismiss', second ?? '')).event).toEqual({ state: 'IGNORED' });
  expect((await act('Dismiss', second ?? '')).userErrors).toMatchObject([{ code: 'INVALID' }]);
  expect((await act('Retry', 'evt_none')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  await expect(act('Retry', 'evt_\u0000')).rejects.toThrow('BAD_USER_INPUT');
  const stranger = await world.send(EVENTS, {}, person(newId('user')));
  expect(stranger.errors[0]?.extensions.code).toBe('FORBIDDEN');
});

const settled = () =>
  until('every event to be delivered and applied', async () => {
    const { data } = (await world.stripe('GET', '/events?limit=100')) as unknown as {
      data: { pending_webhooks: number }[];
    };
    const waiting = await world.rows("select 1 from webhook_events where state = 'RECEIVED'");
    return waiting.length === 0 && data.every(({ pending_webhooks }) => pending_webhooks === 0);
  });

test('an event of a payment that became known later is applied when staff apply it again', async () => {
  const opened = await world.open();
  const intent = await world.providerId(opened.paymentId);
  await world.rows('update payments set provider_id = null where id = $1', [opened.paymentId]);
  const body = anEvent({}, { id: intent, object: 'payment_intent' });
  await post(body, sign(body));
  await until('it to be set aside', async () => (await inbox(body))?.state === 'IGNORED');
  await world.rows('update payments set provider_id = $2 where id = $1', [opened.paymentId, intent]);
  await act('Retry', JSON.parse(body).id);
  await until('it to be applied', async () => (await inbox(body))?.state === 'APPLIED');
  const { nodes } = await world.must<Listed>(EVENTS, { states: ['APPLIED'] }, world.staff);
  expect(nodes.find(({ id }) => id === JSON.parse(body).id)?.payment).toEqual({ id: opened.paymentId });
});

test('F13: an event is not marked as applied if the provider cannot be reached while it is applied', async () => {
  const opened = await world.open();
  const intent = await world.providerId(opened.paymentId);
  await settled();
  writeFileSync(plan, 'payments.event.beforeApplied:delay=1500');
  const body = anEvent({}, { id: intent, object: 'payment_intent' });
  await post(body, sign(body));
  await until('the event to be looked into', async () => !existsSync(plan));
  await world.rows('update payments set provider_id = null where id = $1', [opened.paymentId]);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await inbox(body))?.state).toBe('RECEIVED');
  await world.rows('update payments set provider_id = $2 where id = $1', [opened.paymentId, intent]);
  await settled();
});

test('the created event of a known payment needs no request to the provider, which may be down; a paid event does', async () => {
  const opened = await world.open();
  const about = { id: await world.providerId(opened.paymentId), object: 'payment_intent' };
  await settled();
  await world.control('POST', '/switches', { do: 'drop', times: 1000 });
  const [created, paid] = [anEvent({ type: 'payment_intent.created' }, about), anEvent({}, about)];
  for (const body of [paid, created]) expect((await post(body, sign(body))).status).toBe(200);
  await until('the one to be applied', async () => (await inbox(created))?.state === 'APPLIED');
  expect((await inbox(paid))?.state).toBe('RECEIVED');
  await world.control('DELETE', '/switches');
  await until('the other one to be applied', async () => (await inbox(paid))?.state === 'APPLIED');
  expect((await world.read(opened.paymentId)).status).toBe('REQUIRES_PAYMENT_METHOD');
});

test.each(['beforeStored', 'afterStored', 'beforeApplied'])(
  'F13: broken off %s: the provider sends it again, and it has its effect once',
  async (when) => {
    const opened = await world.open();
    const intent = await world.providerId(opened.paymentId);
    writeFileSync(plan, `payments.event.${when}:throw`);
    await world.stripe('POST', `/payment_intents/${intent}/confirm`, {
      payment_method: 'pm_card_visa',
      return_url: 'http://shop.example',
    });
    await world.becomes(opened.paymentId, 'AUTHORIZED');
    await until('orders to hear', async () => world.told(opened.orderId).length > 0);
    await settled();
    expect(existsSync(plan)).toBe(false);
    expect(world.told(opened.orderId)).toEqual(['AUTHORIZED']);
  },
);

test('F22: finished events are deleted in time, waiting ones are kept, and a refund’s key stays valid', async () => {
  const bodies = [
    anEvent({ livemode: true }),
    anEvent({ type: 'customer.created' }, { id: 'cus_1', object: 'customer' }),
    anEvent(),
  ];
  for (const body of bodies) await post(body, sign(body));
  await until('all to be judged', async () =>
    (await Promise.all(bodies.map(inbox))).every((row) => row && row.state !== 'RECEIVED'),
  );
  const ids = bodies.slice(0, 2).map((body) => JSON.parse(body).id);
  await world.rows("update webhook_events set received_at = now() - interval '91 days' where id = any($1)", [
    ids,
  ]);
  const key = crypto.randomUUID();
  const { orderId, paymentId } = await world.paid();
  const { refundId } = await world.refund(orderId, 700, key);
  await world.rows("update idempotency_keys set created_at = now() - interval '91 days' where key = $1", [
    key,
  ]);
  await world.rows("select graphile_worker.add_job('cleanUp')");
  await until('the old ones to be forgotten', async () => {
    const keys = await world.rows('select 1 from idempotency_keys where key = $1', [key]);
    return keys.length === 0 && !(await inbox(bodies[1] ?? ''));
  });
  expect(await inbox(bodies[0] ?? '')).toMatchObject({ state: 'QUARANTINED' });
  expect(await inbox(bodies[2] ?? '')).toBeDefined();
  expect(await world.rows("select 1 from idempotency_keys where operation <> 'refundOpen'")).not.toEqual([]);

  expect([await world.refund(orderId, 700, key), await world.refund(orderId, 700, key)]).toMatchObject([
    { refundId },
    { refundId },
  ]);
  expect((await world.refund(orderId, 800, key)).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  expect((await world.becomes(paymentId, 'PARTIALLY_REFUNDED')).refunded.amount).toBe(700);
});

test.each([
  ['no JSON', 'this is not JSON'],
  ['half of an event', anEvent().slice(0, 40)],
  ['nothing', ''],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ['a list', '[]'],
  ['null', 'null'],
  ['a number', '42'],
  ['no id', anEvent({ id: undefined })],
  ['an id of another kind', anEvent({ id: 'pi_1' })],
  ['an id that is a number', anEvent({ id: 7 })],
  ['no type', anEvent({ type: undefined })],
  ['a type that is an object', anEvent({ type: {} })],
  ['no time', anEvent({ created: undefined })],
  ['a time that is none', anEvent({ created: 1e300 })],
  ['no mode', anEvent({ livemode: undefined })],
])('C10: a signed body that is not an event is 400 and stores nothing: %s', async (_, body) => {
  const before = await world.rows('select id from webhook_events');
  const answer = await post(body, sign(body));
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  expect(await world.rows('select id from webhook_events')).toEqual(before);
});

test.each([
  ['an event without data', anEvent({ data: undefined })],
  ['data without an object', anEvent({ data: {} })],
  ['data that is a text', anEvent({ data: 'x' })],
  ['an object with a strange subject', anEvent({}, { id: 7, object: [], payment_intent: 9, metadata: 'x' })],
  [
    'an event of the second version',
    anEvent({
      object: 'v2.core.event',
      created: new Date().toISOString(),
      data: undefined,
      related_object: { id: 'acct_1', type: 'v2.core.account' },
    }),
  ],
  [
    'a thin event',
    anEvent({
      object: 'v2.core.event',
      type: 'v1.billing.meter.error_report_triggered',
      created: new Date().toISOString(),
      data: null,
    }),
  ],
])('R18: %s is stored and ignored, with 200', async (_, body) => {
  expect((await post(body, sign(body))).status).toBe(200);
  expect(await inbox(body)).toMatchObject({ state: 'IGNORED' });
});

const alarms = async (): Promise<string> =>
  (await registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('plexus_payments_alarms_total'))
    .join();

test('R18: events of payments that another system made in the same account are ignored without an alarm', async () => {
  const before = await alarms();
  const elsewhere = `pi_${crypto.randomUUID()}`;
  const bodies = [
    anEvent({}, { id: elsewhere, object: 'payment_intent', metadata: { order: '7' } }),
    anEvent(
      { type: 'charge.succeeded' },
      { id: 'ch_1', object: 'charge', payment_intent: elsewhere, metadata: {} },
    ),
    anEvent(
      { type: 'charge.dispute.created' },
      { id: 'dp_1', object: 'dispute', payment_intent: { id: elsewhere } },
    ),
    anEvent(
      { type: 'refund.updated' },
      { id: 're_1', object: 'refund', payment_intent: elsewhere, metadata: { payment_id: 'theirs' } },
    ),
    anEvent({ type: 'customer.deleted' }, { id: 'cus_1', object: 'customer' }),
  ];
  for (const body of bodies) expect((await post(body, sign(body))).status).toBe(200);
  const over = async () => (await Promise.all(bodies.map(inbox))).every((row) => row?.state === 'IGNORED');
  await until('all of them to be set aside', over);
  expect((await Promise.all(bodies.map(inbox))).map((row) => row?.reason)).toEqual([
    'FOREIGN',
    'FOREIGN',
    'FOREIGN',
    'FOREIGN',
    null,
  ]);
  expect(await alarms()).toBe(before);
});

test.each([
  ['sk_live_1', true],
  ['rk_live_1', true],
  ['sk_org_live_1', true],
  ['sk_test_live_1', false],
  ['rk_test_1', false],
  ['sk_org_test_1', false],
])('R18: the mode of a key is known: %s', (STRIPE_SECRET_KEY, live) => {
  expect(isLive({ STRIPE_SECRET_KEY })).toBe(live);
  expect(paymentsEnv.shape.STRIPE_SECRET_KEY.safeParse(STRIPE_SECRET_KEY).success).toBe(true);
});

test.each(['pk_live_1', 'sk_1', 'whsec_1', 'sk_live_', ''])(
  'R18: what names no mode is not taken for a secret key: "%s"',
  (key) => {
    expect(paymentsEnv.shape.STRIPE_SECRET_KEY.safeParse(key).success).toBe(false);
  },
);
