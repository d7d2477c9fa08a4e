import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '../../kernel/metrics.ts';
import { aPaymentsService, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService();
});
afterAll(() => world.stop());

type Intent = { id: string; status: string; metadata: { payment_id?: string } };
const intentsOf = async (paymentId: string) => {
  const { data } = (await world.stripe('GET', '/payment_intents?limit=100')) as unknown as { data: Intent[] };
  return data.filter(({ metadata }) => metadata.payment_id === paymentId);
};
const alarms = async () =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith('plexus_payments_alarms_total{'));
const eventsOf = (intent: string) =>
  world.rows<{ state: string; reason: string | null }>(
    'select state, reason from webhook_events where intent_id = $1',
    [intent],
  );
/** Opens under the fault, and returns the payment with what was opened beside it. */
const openTwice = async () => {
  await world.control('POST', '/switches', {
    do: 'error',
    status: 500,
    when: 'after',
    method: 'POST',
    path: '/v1/payment_intents',
  });
  const opened = await world.open();
  await world.becomes(opened.paymentId, 'REQUIRES_PAYMENT_METHOD');
  const own = await world.providerId(opened.paymentId);
  const orphan = (await intentsOf(opened.paymentId)).find(({ id }) => id !== own);
  return { ...opened, orphan: orphan?.id ?? '' };
};
const isCanceled = async (paymentId: string, orphan: string) =>
  (await intentsOf(paymentId)).some(({ id, status }) => id === orphan && status === 'canceled');

test('C12: a duplicate left by a stored 500 is canceled, its events are ignored, and no alarm is raised', async () => {
  const before = await alarms();
  const { paymentId, orphan, orderId } = await openTwice();
  await until('the orphan to be canceled', () => isCanceled(paymentId, orphan));
  await until('its events to be set aside', async () => {
    const events = await eventsOf(orphan);
    return (
      events.length >= 2 && events.every(({ state, reason }) => state === 'IGNORED' && reason === 'ORPHAN')
    );
  });
  expect(await alarms()).toEqual(before);
  expect((await world.read(paymentId)).status).toBe('REQUIRES_PAYMENT_METHOD');
  expect(world.told(orderId)).toEqual([]);
});

test('C12: the duplicate is found by its metadata if none of its events arrives', async () => {
  await world.control('POST', '/webhooks', { url: null });
  const { paymentId, orphan } = await openTwice();
  await until('the orphan to be canceled', () => isCanceled(paymentId, orphan));
  expect(await intentsOf(paymentId)).toHaveLength(2);
  await world.control('POST', '/webhooks', { url: world.webhookUrl });
});

test('C12: a payment that someone else created with our ID still raises an alarm', async () => {
  const { paymentId } = await world.open();
  const before = await alarms();
  const { id } = await world.stripe('POST', '/payment_intents', {
    amount: '5000',
    currency: 'eur',
    'metadata[payment_id]': paymentId,
  });
  await until('it to be put aside', async () =>
    (await eventsOf(id)).some(({ state, reason }) => state === 'QUARANTINED' && reason === 'UNKNOWN_PAYMENT'),
  );
  expect(await alarms()).not.toEqual(before);
});
