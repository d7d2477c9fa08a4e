import { describe, expect, test } from 'vitest';
import { aSandbox, refusal, sdk } from './support.ts';

const held = {
  amount: 2_000,
  currency: 'eur',
  capture_method: 'manual',
  payment_method_types: ['card'],
  confirm: true,
} as const;

describe('a payment', () => {
  test('is authorized, captured and refunded, and the balance adds up', async () => {
    const { stripe } = await aSandbox();
    const intent = await stripe.paymentIntents.create({
      ...held,
      payment_method: 'pm_card_visa',
      metadata: { order: 'ord_1' },
    });
    expect(intent).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 2_000,
      amount_received: 0,
      metadata: { order: 'ord_1' },
    });

    const captured = await stripe.paymentIntents.capture(intent.id, {
      expand: ['latest_charge.balance_transaction'],
    });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 2_000 });
    expect(captured.latest_charge).toMatchObject({
      captured: true,
      balance_transaction: { amount: 2_000, fee: 55, net: 1_945 },
    });

    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 500 });
    expect(refund).toMatchObject({ status: 'succeeded', amount: 500 });
    const entries = await stripe.balanceTransactions.list();
    expect(entries.data.map(({ type, net }) => [type, net])).toEqual([
      ['refund', -500],
      ['charge', 1_945],
    ]);
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 1_445, currency: 'eur' }]);
    expect((await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 1_501 }))).param).toBe(
      'amount',
    );
  });

  test('releases the rest of a partial capture', async () => {
    const { stripe } = await aSandbox();
    const { id } = await stripe.paymentIntents.create({ ...held, payment_method: 'pm_card_mastercard' });
    const captured = await stripe.paymentIntents.capture(id, {
      amount_to_capture: 1_500,
      expand: ['latest_charge'],
    });
    expect(captured.amount_received).toBe(1_500);
    expect(captured.latest_charge).toMatchObject({
      amount: 2_000,
      amount_captured: 1_500,
      amount_refunded: 500,
      refunded: false,
    });
    expect((await stripe.balanceTransactions.list()).data).toHaveLength(1);
  });

  test('is canceled once, and its authorization is released', async () => {
    const { stripe } = await aSandbox();
    const { id } = await stripe.paymentIntents.create({ ...held, payment_method: 'pm_card_visa' });
    expect(await stripe.paymentIntents.cancel(id)).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
    });
    const again = await refusal(stripe.paymentIntents.cancel(id));
    expect(again).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: 'canceled' },
    });
  });

  test('that is declined stays open for another card', async () => {
    const { stripe } = await aSandbox();
    const { id } = await stripe.paymentIntents.create({ ...held, confirm: false });
    const declined = await refusal(
      stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' }),
    );
    expect(declined).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_intent: { id, status: 'requires_payment_method' },
    });
    expect((await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })).status).toBe(
      'requires_capture',
    );
    expect((await stripe.charges.list({ payment_intent: id })).data.map(({ status }) => status)).toEqual([
      'succeeded',
      'failed',
    ]);
  });

  test('of more than a page is listed page by page, newest first', async () => {
    const { stripe } = await aSandbox();
    for (let amount = 101; amount <= 105; amount++)
      await stripe.paymentIntents.create({ amount, currency: 'eur' });
    const amounts: number[] = [];
    for await (const { amount } of stripe.paymentIntents.list({ limit: 2 })) amounts.push(amount);
    expect(amounts).toEqual([105, 104, 103, 102, 101]);
  });

  test('needs a return_url where the account allows methods that redirect', async () => {
    const { stripe } = await aSandbox();
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    expect(
      (await refusal(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }))).message,
    ).toContain('return_url');
  });
});

describe('3-D Secure', () => {
  const asked = async (returnUrl?: string) => {
    const sandbox = await aSandbox();
    const intent = await sandbox.stripe.paymentIntents.create({
      ...held,
      payment_method: 'pm_card_authenticationRequired',
      description: '<b>Mug</b>',
      ...(returnUrl ? { return_url: returnUrl } : {}),
    });
    expect(intent.status).toBe('requires_action');
    return { ...sandbox, id: intent.id, page: intent.next_action?.redirect_to_url?.url ?? '' };
  };
  const answer = (page: string, outcome: string) =>
    fetch(page, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });

  test("shows the bank's page and returns the buyer to the shop", async () => {
    const { stripe, id, page } = await asked('https://shop.example/back');
    const shown = await fetch(page);
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('&lt;b&gt;Mug&lt;/b&gt;');
    const answered = await answer(page, 'succeed');
    expect(answered.status).toBe(303);
    expect(answered.headers.get('location')).toMatch(
      /^https:\/\/shop\.example\/back\?payment_intent=pi_.*redirect_status=succeeded$/,
    );
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_capture');
    expect((await answer(page, 'fail')).headers.get('location')).toContain('redirect_status=succeeded');
  });

  test('lets the buyer refuse, and says so without an address to return to', async () => {
    const { stripe, id, page } = await asked();
    expect((await answer(page, 'maybe')).status).toBe(400);
    expect(await (await answer(page, 'fail')).text()).toContain('Payment refused');
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  test('has no page for a payment that is canceled or never was', async () => {
    const { stripe, id, page } = await asked();
    await stripe.paymentIntents.cancel(id);
    expect((await fetch(page)).status).toBe(404);
    expect((await answer(page.slice(0, -1), 'succeed')).status).toBe(404);
  });
});

describe('saved methods', () => {
  test('are kept with the customer and go with them', async () => {
    const { stripe } = await aSandbox();
    const customer = await stripe.customers.create({
      email: 'buyer@example.com',
      metadata: { user: 'user_1' },
    });
    await stripe.paymentIntents.create({
      ...held,
      customer: customer.id,
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
    });
    const attached = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
    const saved = await stripe.paymentMethods.list({ customer: customer.id });
    expect(saved.data.map(({ card }) => card?.brand)).toEqual(['mastercard', 'visa']);

    const again = { ...held, customer: customer.id, payment_method: attached.id, off_session: true } as const;
    expect((await stripe.paymentIntents.create(again)).status).toBe('requires_capture');
    await stripe.paymentMethods.detach(attached.id);
    expect((await refusal(stripe.paymentIntents.create(again))).message).toContain('may not be used again');

    expect(await stripe.customers.del(customer.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(customer.id)).toEqual({
      id: customer.id,
      object: 'customer',
      deleted: true,
    });
    expect((await refusal(stripe.customers.update(customer.id, { name: 'x' }))).statusCode).toBe(404);
  });

  test('are refused where the issuer refuses the card', async () => {
    const { stripe } = await aSandbox();
    const { id } = await stripe.customers.create();
    expect(
      (await refusal(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer: id }))).code,
    ).toBe('card_declined');
    expect((await stripe.paymentMethods.list({ customer: id })).data).toEqual([]);
  });
});

describe('the API key', () => {
  test('is a test key or nothing', async () => {
    const { url, stripe } = await aSandbox();
    expect((await refusal(sdk({ url }, 'sk_live_1234').balance.retrieve())).statusCode).toBe(401);
    expect((await refusal(sdk({ url }, 'nonsense').balance.retrieve())).statusCode).toBe(401);
    expect((await fetch(`${url}/v1/balance`)).status).toBe(401);
    expect(
      (await fetch(`${url}/v1/balance`, { headers: { authorization: `Basic ${btoa('sk_test_x:')}` } }))
        .status,
    ).toBe(200);
    expect((await refusal(stripe.paymentIntents.retrieve('pi_none'))).statusCode).toBe(404);
  });
});
