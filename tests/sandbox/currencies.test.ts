import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { CHARGE_LIMITS, toStripe } from '../../subgraphs/payments/stripe/minorUnits.stripe.ts';
import { aSandbox } from './support.ts';

const paying = {
  payment_method_types: ['card'],
  capture_method: 'manual',
  payment_method: 'pm_card_visa',
  confirm: true,
} as const;
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'taken',
    (error: Stripe.errors.StripeError) => error.code ?? error.param ?? error.message,
  );

test('R03: the sandbox takes each currency within the limits that payments knows, and nothing beyond', async () => {
  const { stripe } = await aSandbox();
  const create = (amount: number, currency: string) =>
    codeOf(stripe.paymentIntents.create({ amount, currency }));
  for (const { currency, minimum, maximum, increment } of CHARGE_LIMITS) {
    const [least, most, step] = [minimum, maximum, increment].map(
      (amount) => toStripe({ amount, currency }).amount,
    ) as [number, number, number];
    const code = currency.toLowerCase();
    const answers = [await create(least, code), await create(most, code), await create(most + step, code)];
    expect([code, ...answers]).toEqual([code, 'taken', 'taken', 'amount_too_large']);
    if (least > step) expect([code, await create(least - step, code)]).toEqual([code, 'amount_too_small']);
  }
});

test('R03: the sandbox refuses what Stripe cannot count, and currencies that it does not take', async () => {
  const { stripe } = await aSandbox();
  const create = (amount: number, currency: string) =>
    codeOf(stripe.paymentIntents.create({ amount, currency }));
  expect(await create(5_124, 'kwd')).toBe('invalid_charge_amount');
  for (const currency of ['isk', 'ugx']) expect(await create(550, currency)).toBe('invalid_charge_amount');
  for (const currency of ['kpw', 'iqd', 'xxx', 'xau']) expect(await create(5_000, currency)).toBe('currency');
  const paid = await stripe.paymentIntents.create({ ...paying, amount: 5_120, currency: 'kwd' });
  await stripe.paymentIntents.capture(paid.id);
  expect(await codeOf(stripe.refunds.create({ payment_intent: paid.id, amount: 15 }))).toBe(
    'invalid_charge_amount',
  );
  expect(await codeOf(stripe.refunds.create({ payment_intent: paid.id, amount: 10 }))).toBe('taken');
});

test('R02: an account that settles in another currency has its transactions and fees in that one', async () => {
  const { stripe, control } = await aSandbox();
  await control('POST', '/settlement', { currency: 'usd', rate: 0.5 });
  const paid = await stripe.paymentIntents.create({ ...paying, amount: 10_000, currency: 'jpy' });
  const { latest_charge: charge } = await stripe.paymentIntents.capture(paid.id, {
    expand: ['latest_charge.balance_transaction'],
  });
  const booked = (charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction;
  expect([booked.currency, booked.amount, booked.fee, booked.exchange_rate]).toEqual([
    'usd',
    5_000,
    100,
    0.5,
  ]);
  expect(await codeOf(stripe.paymentIntents.create({ amount: 98, currency: 'jpy' }))).toBe(
    'amount_too_small',
  );
  await control('DELETE', '/settlement');
  expect(await codeOf(stripe.paymentIntents.create({ amount: 98, currency: 'jpy' }))).toBe('taken');
});
