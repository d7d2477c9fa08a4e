import { describe, expect, test } from 'vitest';
import { aFolder, anEndpoint, aSandbox, until } from './support.ts';

const paid = { amount: 2_000, currency: 'eur', payment_method_types: ['card'], confirm: true };

describe('webhooks', () => {
  test('report each step, with a signature that the SDK accepts', async () => {
    const endpoint = await anEndpoint();
    const { stripe } = await aSandbox({ webhookUrl: endpoint.url });
    const { id } = await stripe.paymentIntents.create({
      ...paid,
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
    });
    await stripe.paymentIntents.capture(id);
    await until('all events', () => endpoint.received.length >= 5);
    expect(endpoint.types().sort()).toEqual([
      'charge.captured',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    const listed = await stripe.events.list({ type: 'payment_intent.succeeded' });
    await until('the delivery to be noted', async () =>
      (await stripe.events.list()).data.every((event) => event.pending_webhooks === 0),
    );
    expect(listed.data[0]).toMatchObject({
      data: { object: { id, status: 'succeeded' } },
      request: { id: expect.stringMatching(/^req_/) },
    });
  });

  test('are retried until they are accepted', async () => {
    const endpoint = await anEndpoint({ refuse: 2 });
    const { stripe } = await aSandbox({ webhookUrl: endpoint.url });
    await stripe.customers.create();
    await until('the third try', () => endpoint.received.length === 1);
    expect(endpoint.types()).toEqual(['customer.created']);
  });

  test('that are pending survive a restart', async () => {
    const dataDir = await aFolder();
    const first = await aSandbox({ dataDir, webhookUrl: 'http://127.0.0.1:9/', retryMs: [20, 60_000] });
    await first.stripe.customers.create();
    await until('two tries', async () =>
      JSON.stringify(await first.control('GET', '/webhooks')).includes('"attempts":2'),
    );
    await first.close();
    const endpoint = await anEndpoint();
    await aSandbox({ dataDir, webhookUrl: endpoint.url });
    await until('the delivery', () => endpoint.received.length === 1);
  });

  test('can be paused, repeated, reordered and stormed', async () => {
    const endpoint = await anEndpoint();
    const { stripe, control } = await aSandbox({ webhookUrl: endpoint.url });
    await control('POST', '/webhooks', { paused: true, reorder: true, copies: 2 });
    const created = [];
    for (const name of ['a', 'b', 'c']) created.push((await stripe.customers.create({ name })).id);
    await control('POST', '/webhooks', { paused: false });
    await until('two of each', () => endpoint.received.length === 6);
    const [c, b, a] = [...created].reverse();
    expect(endpoint.received.map(({ data }) => Reflect.get(data.object, 'id'))).toEqual([c, c, b, b, a, a]);

    await control('DELETE', '/webhooks');
    const [event] = endpoint.received;
    const { answers } = (await control('POST', `/events/${event?.id}/resend`, { times: 20 })) as {
      answers: string[];
    };
    expect(answers).toEqual(Array.from({ length: 20 }, () => '200'));
    expect(endpoint.received.filter(({ id }) => id === event?.id)).toHaveLength(22);
  });
});

describe('what test cards cause later', () => {
  test('a refund fails after it succeeded, and the money is back', async () => {
    const endpoint = await anEndpoint();
    const { stripe } = await aSandbox({ webhookUrl: endpoint.url });
    const { id } = await stripe.paymentIntents.create({ ...paid, payment_method: 'pm_card_refundFail' });
    const refund = await stripe.refunds.create({ payment_intent: id });
    expect(refund.status).toBe('succeeded');
    await until('the failure', () => endpoint.types().includes('refund.failed'));
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect((await stripe.charges.list({ payment_intent: id })).data).toMatchObject([
      { amount_refunded: 0, refunded: false },
    ]);
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 1_945 }]);
  });

  test('a dispute opens, and is won with the winning evidence', async () => {
    const endpoint = await anEndpoint();
    const { stripe } = await aSandbox({ webhookUrl: endpoint.url });
    const { id } = await stripe.paymentIntents.create({ ...paid, payment_method: 'pm_card_createDispute' });
    await until('the dispute', () => endpoint.types().includes('charge.dispute.created'));
    const [dispute] = (await stripe.disputes.list({ payment_intent: id })).data;
    expect(dispute).toMatchObject({ status: 'needs_response', amount: 2_000 });
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: 'charge_disputed',
    });
    const won = await stripe.disputes.update(dispute?.id ?? '', {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    expect(won.status).toBe('won');
    await until('its end', () => endpoint.types().includes('charge.dispute.closed'));
    expect(
      (await stripe.balanceTransactions.list({ type: 'adjustment' })).data.map(({ net }) => net),
    ).toEqual([2_000, -3_500]);
  });

  test('happens after a restart, too', async () => {
    const dataDir = await aFolder();
    const first = await aSandbox({ dataDir, laterMs: 800 });
    const { id } = await first.stripe.paymentIntents.create({
      ...paid,
      payment_method: 'pm_card_createDispute',
    });
    await first.close();
    const { stripe } = await aSandbox({ dataDir });
    await until(
      'the dispute',
      async () => (await stripe.disputes.list({ payment_intent: id })).data.length === 1,
    );
  });
});
