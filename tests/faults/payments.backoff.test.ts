import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId, type UserId } from '../../kernel/ids.ts';
import { registry } from '../../kernel/metrics.ts';
import { aPaymentsService, orders, person, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

const STUCK = 50;
const MANY = 1_000_000;

let world: World;
beforeAll(async () => {
  world = await aPaymentsService({ processes: 2 });
  await world.control('POST', '/webhooks', { url: null });
});
afterEach(() => world.control('DELETE', '/switches'));
afterAll(() => world.stop());

type Switches = { switches: { times: number }[] };
const during = (fault: object) =>
  world.control('POST', '/switches', { do: 'error', path: '/v1/**', times: MANY, ...fault });
/** Requests that met the switch. */
const requests = async () =>
  MANY - (((await world.control('GET', '/switches')) as Switches).switches[0]?.times ?? 0);
const alarmsOf = async (kind: string) => {
  const metrics = await registry.metrics();
  return Number(
    new RegExp(`plexus_payments_alarms_total\\{alarm="${kind}".*\\} (\\d+)`).exec(metrics)?.[1] ?? 0,
  );
};
const reconcile = async () => {
  const old = "now() - interval '2 minutes'";
  await world.rows(`update payments set updated_at = ${old} where status in ('UNKNOWN', 'PROCESSING')`);
  await world.rows(`update provider_calls set created_at = ${old} where state in ('WRITTEN', 'UNKNOWN')`);
  await world.rows("select graphile_worker.add_job('reconcile')");
  await until('the reconciler to be through', async () => {
    const left = await world.rows(
      "select 1 from graphile_worker.jobs where task_identifier = 'reconcile' and run_at <= now()",
    );
    return left.length === 0;
  });
};

const openOwned = async () => {
  const ownerId = newId('user');
  return { ownerId, opened: await world.open({ ownerId }) };
};
type Owned = { ownerId: UserId; opened: Awaited<ReturnType<World['open']>> };
const PAY =
  'mutation ($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { userErrors { code } } }';
const pay = ({ ownerId, opened: { paymentId } }: Owned) =>
  world.must<{ userErrors: { code: string }[] }>(
    PAY,
    { input: { paymentId, paymentMethodId: 'pm_card_visa', idempotencyKey: crypto.randomUUID() } },
    person(ownerId),
  );
const CALLS =
  "select id, tries from provider_calls where kind = 'CONFIRM' and state in ('WRITTEN', 'UNKNOWN')";
const waiting = () => world.rows<{ id: string; tries: number }>(CALLS);
/** The pauses are over. */
const letPass = async () => {
  await world.rows('update provider_calls set next_at = now() where next_at is not null');
  await world.rows('update provider_looks set next_at = now() where next_at is not null');
  await reconcile();
};

test(`R16: ${STUCK} payments that the provider turns away are each requested once, and again after Retry-After`, async () => {
  const stuck = await Promise.all(Array.from({ length: STUCK }, openOwned));
  await during({ status: 429, retryAfter: 600 });
  for (const { userErrors } of await Promise.all(stuck.map(pay)))
    expect(userErrors).toMatchObject([{ code: 'PAYMENT_PROVIDER_UNAVAILABLE' }]);
  expect(await requests()).toBe(STUCK);
  await reconcile();
  const once = await requests();
  await reconcile();
  await Promise.all(stuck.map(({ opened }) => world.send(STATE, { id: opened.orderId }, orders)));
  expect([once, await requests()], 'one look each').toEqual([2 * STUCK, 2 * STUCK]);
  await world.control('DELETE', '/switches');
  await letPass();
  for (const { opened } of stuck)
    expect((await world.becomes(opened.paymentId, 'AUTHORIZED')).attempts).toHaveLength(1);
});

const STATE = 'query ($id: ID!) { paymentStateFor(orderId: $id) { status } }';

test.each([403, 503])('R16: %i: only the attempts and the syncs before them are requests', async (status) => {
  const stuck = await Promise.all(Array.from({ length: 5 }, openOwned));
  await during({ status, stored: false });
  await Promise.all(stuck.map(pay));
  await until('three tries each', async () => (await waiting()).every(({ tries }) => tries >= 3));
  const tries = (await waiting()).reduce((sum, call) => sum + call.tries, 0);
  expect(await requests(), 'a try is one request, and at most two looks before it').toBeLessThanOrEqual(
    3 * (tries + stuck.length),
  );
  await world.control('DELETE', '/switches');
  await letPass();
  for (const { opened } of stuck)
    expect((await world.becomes(opened.paymentId, 'AUTHORIZED')).attempts).toHaveLength(1);
});

test('R16: one sync of a payment runs at a time; callers that arrive meanwhile share the next one', async () => {
  const { opened } = await openOwned();
  await world.control('POST', '/switches', {
    do: 'delay',
    ms: 300,
    method: 'GET',
    path: '/v1/payment_intents/*',
    times: MANY,
  });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => world.send(STATE, { id: opened.orderId }, orders)),
  );
  for (const { data } of answers)
    expect(data).toEqual({ paymentStateFor: { status: 'REQUIRES_PAYMENT_METHOD' } });
  expect(await requests()).toBeLessThanOrEqual(5);
});

test.each([
  [401, 'PROVIDER_UNAUTHORIZED'],
  [403, 'PROVIDER_FORBIDDEN'],
])('R16: %i alarms once a process, not once a payment', async (status, alarm) => {
  const stuck = await Promise.all(Array.from({ length: 6 }, openOwned));
  const before = await alarmsOf(alarm);
  await during({ status });
  await Promise.all(stuck.map(pay));
  const alarms = (await alarmsOf(alarm)) - before;
  expect(alarms).toBeGreaterThanOrEqual(1);
  expect(alarms).toBeLessThanOrEqual(world.urls.length);
  await world.control('DELETE', '/switches');
  await letPass();
  for (const { opened } of stuck) await world.becomes(opened.paymentId, 'AUTHORIZED');
});
