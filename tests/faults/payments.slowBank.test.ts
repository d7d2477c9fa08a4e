import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPaymentsService, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

/** Longer than a request may take that does not say how long it waits. */
const BANK_MS = 6_000;

let world: World;
beforeAll(async () => {
  world = await aPaymentsService();
});
afterAll(() => world.stop());

/** A payment of which the bank is slow to decide. */
const openSlow = async () => {
  const opened = await world.open();
  const path = `/v1/payment_intents/${await world.providerId(opened.paymentId)}/confirm`;
  await world.control('POST', '/switches', { do: 'delay', ms: BANK_MS, method: 'POST', path });
  return opened;
};
const chargesOf = async (paymentId: string) => {
  const answer = (await world.stripe(
    'GET',
    `/charges?payment_intent=${await world.providerId(paymentId)}`,
  )) as unknown as {
    data: object[];
  };
  return answer.data;
};

test('R17: a caller that waits long enough gets the bank’s answer', async () => {
  const opened = await openSlow();
  const { payment, userErrors } = await world.confirm(opened, 'pm_card_visa', {}, undefined, 30_000);
  expect([payment?.status, userErrors]).toEqual(['AUTHORIZED', []]);
  expect(await chargesOf(opened.paymentId)).toHaveLength(1);
});

test('R17: a caller that cannot wait gets PROCESSING, and the bank’s answer is applied when it arrives', async () => {
  await world.control('POST', '/webhooks', { url: null });
  const opened = await openSlow();
  const idempotencyKey = crypto.randomUUID();
  const first = await world.confirm(opened, 'pm_card_visa', { idempotencyKey });
  expect([first.payment?.status, first.userErrors]).toEqual(['PROCESSING', []]);
  expect((await world.confirm(opened)).userErrors).toMatchObject([{ code: 'PAYMENT_STATE' }]);
  const { attempts } = await world.becomes(opened.paymentId, 'AUTHORIZED');
  expect(attempts).toHaveLength(1);
  expect((await world.confirm(opened, 'pm_card_visa', { idempotencyKey })).payment?.status).toBe(
    'AUTHORIZED',
  );
  expect(await chargesOf(opened.paymentId)).toHaveLength(1);
  await until('orders to hear', async () => world.told(opened.orderId).includes('AUTHORIZED'));
});

test('R17: a late decline is recorded, and the buyer can try another card', async () => {
  const opened = await openSlow();
  const first = await world.confirm(opened, 'pm_card_chargeDeclined');
  expect(first.payment?.status).toBe('PROCESSING');
  const { attempts } = await world.becomes(opened.paymentId, 'REQUIRES_PAYMENT_METHOD');
  expect(attempts).toMatchObject([{ outcome: 'DECLINED' }]);
  expect((await world.confirm(opened)).payment?.status).toBe('AUTHORIZED');
});
