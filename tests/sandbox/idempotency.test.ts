import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.http.ts';
import { aFolder, aSandbox, refusal, sdk } from './support.ts';

const money = { amount: 1_000, currency: 'eur' } as const;
const key = { idempotencyKey: 'order-1' };

describe('an idempotency key', () => {
  test('replays the same response and marks it as replayed', async () => {
    const { stripe } = await aSandbox();
    const first = await stripe.paymentIntents.create(money, key);
    const second = await stripe.paymentIntents.create(money, key);
    expect(second).toEqual(first);
    expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
    expect(second.lastResponse.headers).toMatchObject({
      'idempotent-replayed': 'true',
      'original-request': first.lastResponse.requestId,
    });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test('replays a decline', async () => {
    const { stripe } = await aSandbox();
    const declined = {
      ...money,
      confirm: true,
      payment_method: 'pm_card_chargeDeclined',
      payment_method_types: ['card'],
    };
    const first = await refusal(stripe.paymentIntents.create(declined, key));
    const second = await refusal(stripe.paymentIntents.create(declined, key));
    expect([first.statusCode, second.statusCode]).toEqual([402, 402]);
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
  });

  test('is valid for one request only', async () => {
    const { stripe } = await aSandbox();
    await stripe.paymentIntents.create(money, key);
    const other = await refusal(stripe.paymentIntents.create({ ...money, amount: 2_000 }, key));
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(other).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
    expect((await refusal(stripe.customers.create({}, key))).message).toContain('same endpoint');
  });

  test('that is in use returns a conflict', async () => {
    const { stripe, control } = await aSandbox();
    await control('POST', '/switches', { do: 'delay', ms: 300, path: '/v1/payment_intents' });
    const outcomes = await Promise.allSettled([
      stripe.paymentIntents.create(money, key),
      stripe.paymentIntents.create(money, key),
    ]);
    expect(
      outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.statusCode : 200)).sort(),
    ).toEqual([200, 409]);
  });

  test('is not used up by invalid parameters', async () => {
    const { stripe } = await aSandbox();
    expect(
      (await refusal(stripe.paymentIntents.create({ amount: -1, currency: 'eur' }, key))).statusCode,
    ).toBe(400);
    expect((await stripe.paymentIntents.create(money, key)).amount).toBe(1_000);
  });

  test('stores a 500 and does not store a 429', async () => {
    const { stripe, control } = await aSandbox();
    await control('POST', '/switches', { do: 'error', status: 429 });
    expect((await refusal(stripe.paymentIntents.create(money, key))).statusCode).toBe(429);
    await control('POST', '/switches', { do: 'error', status: 500, when: 'after' });
    expect((await refusal(stripe.paymentIntents.create(money, key))).statusCode).toBe(500);
    expect((await refusal(stripe.paymentIntents.create(money, key))).statusCode).toBe(500);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });
});

describe('a dropped connection', () => {
  // The SDK tries a closed connection once more by itself, with the same key: two drops are one failure.
  const dropped = { do: 'drop', path: '/v1/payment_intents', method: 'POST', times: 2 };

  test('after the effect: the same key finds the same payment', async () => {
    const { stripe, control } = await aSandbox();
    await control('POST', '/switches', { ...dropped, when: 'after' });
    expect(await refusal(stripe.paymentIntents.create(money, key))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    const { data } = await stripe.paymentIntents.list();
    expect(data).toHaveLength(1);
    expect((await stripe.paymentIntents.create(money, key)).id).toBe(data[0]?.id);
  });

  test('before the effect: nothing happened, and the key is free', async () => {
    const { stripe, control } = await aSandbox();
    await control('POST', '/switches', { ...dropped, when: 'before' });
    await refusal(stripe.paymentIntents.create(money, key));
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
    expect((await stripe.paymentIntents.create(money, key)).lastResponse.headers).not.toHaveProperty(
      'idempotent-replayed',
    );
  });

  test('faults are listed and reset', async () => {
    const { control } = await aSandbox();
    await control('POST', '/switches', dropped);
    expect(await control('GET', '/switches')).toMatchObject({ switches: [{ do: 'drop', times: 2 }] });
    expect(await control('DELETE', '/switches')).toEqual({ switches: [] });
    await expect(control('POST', '/switches', { do: 'explode' })).rejects.toThrow('400');
  });
});

describe('a restart', () => {
  test('keeps payments and keys', async () => {
    const first = await aSandbox();
    const before = await first.stripe.paymentIntents.create({ ...money, metadata: { order: 'ord_1' } }, key);
    await first.close();
    const { stripe } = await aSandbox({ dataDir: first.dataDir });
    expect(await stripe.paymentIntents.retrieve(before.id)).toEqual(before);
    expect((await stripe.paymentIntents.create({ ...money, metadata: { order: 'ord_1' } }, key)).id).toBe(
      before.id,
    );
  });

  test('ignores a record that a crash truncated', async () => {
    const first = await aSandbox();
    const { id } = await first.stripe.paymentIntents.create(money);
    await first.close();
    await appendFile(
      join(first.dataDir, 'stripe-sandbox', 'journal.jsonl'),
      '[{"table":"payment_intent","id":"pi_torn","row":{"id"',
    );
    const second = await aSandbox({ dataDir: first.dataDir });
    expect((await second.stripe.paymentIntents.list()).data.map((intent) => intent.id)).toEqual([id]);
    await sdk(second).paymentIntents.create(money);
    await second.close();
    const third = await aSandbox({ dataDir: first.dataDir });
    expect((await third.stripe.paymentIntents.list()).data).toHaveLength(2);
  });

  test('is needed: two never share a folder', async () => {
    const first = await aSandbox();
    await expect(startSandbox({ dataDir: first.dataDir })).rejects.toThrow('another sandbox is using');
    await first.stripe.paymentIntents.create(money);
    await first.close();
    expect(
      (await (await aSandbox({ dataDir: first.dataDir })).stripe.paymentIntents.list()).data,
    ).toHaveLength(1);
  });

  test('does not leave the folder locked where the port is taken', async () => {
    const first = await aSandbox();
    const dataDir = await aFolder();
    await expect(startSandbox({ dataDir, port: Number(new URL(first.url).port) })).rejects.toThrow(
      'EADDRINUSE',
    );
    expect((await (await aSandbox({ dataDir })).stripe.paymentIntents.list()).data).toEqual([]);
  });
});
