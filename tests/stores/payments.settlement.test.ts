import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { aPaymentsService, orders, type World } from './payments.world.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService();
});
afterAll(() => world.stop());

test('R09: what the provider does not charge is refused with its code; no payment is made, and no bank was asked', async () => {
  const open = (amount: number, currency = 'EUR', orderId = newId('ord')) =>
    world.must<{ paymentId: string | null; status: string | null; userErrors: { code: string }[] }>(
      'mutation ($input: PaymentOpenInput!) { paymentOpen(input: $input) { paymentId status userErrors { code } } }',
      {
        input: {
          orderId,
          orderNumber: 'P-1',
          amount: { amount, currency },
          expiresAt: new Date(Date.now() + 60_000),
          email: 'a@b.example',
        },
      },
      orders,
    );
  for (const [amount, currency, code] of [
    [3, 'EUR', 'TOTAL_TOO_SMALL'],
    [100_000_000, 'EUR', 'TOTAL_TOO_LARGE'],
    [5_000, 'KPW', 'CURRENCY_UNSUPPORTED'],
    [5_124, 'KWD', 'INVALID'],
  ] as const)
    expect(await open(amount, currency)).toEqual({ paymentId: null, status: null, userErrors: [{ code }] });
  const orderId = newId('ord');
  await world.control('POST', '/settlement', { currency: 'gbp', rate: 0.001 });
  expect(await open(5_000, 'EUR', orderId)).toMatchObject({
    paymentId: null,
    userErrors: [{ code: 'TOTAL_TOO_SMALL' }],
  });
  await world.control('DELETE', '/settlement');
  expect(await world.rows('select status from payments where order_id = $1', [orderId])).toEqual([
    { status: 'FAILED' },
  ]);
  expect(
    await world.rows(
      'select 1 from attempts a join payments p on p.id = a.payment_id where p.order_id = $1',
      [orderId],
    ),
  ).toEqual([]);
  expect(world.told(orderId)).toEqual([]);
});

test('R02: an account that settles in another currency books its fees in that one, and the payment as agreed', async () => {
  await world.control('POST', '/settlement', { currency: 'jpy', rate: 1.6 });
  const { paymentId, orderId } = await world.paid({ amount: 5000 });
  const entries = await world.rows<{ account: string; currency: string; moved: string }>(
    'select account, currency, sum(debit - credit)::text as moved from ledger_entries where payment_id = $1 group by 1, 2 order by 1, 2',
    [paymentId],
  );
  expect(entries.map(({ account, currency, moved }) => [account, currency, Number(moved)])).toEqual([
    ['cash', 'EUR', 5000],
    ['cash', 'JPY', -145],
    ['customer-receivable', 'EUR', 0],
    ['fees', 'JPY', 145],
    ['sales', 'EUR', -5000],
  ]);
  const intent = await world.stripe('GET', `/payment_intents/${await world.providerId(paymentId)}`);
  await world.control('POST', '/disputes', { charge: intent.latest_charge });
  await world.becomes(paymentId, 'DISPUTED');
  expect(
    await world.rows('select disputed::int, fees::int, settlement_fees from payments where id = $1', [
      paymentId,
    ]),
  ).toEqual([{ disputed: 5000, fees: 0, settlement_fees: { JPY: 1645 } }]);
  expect(world.told(orderId)).toContain('DISPUTED');
  await world.control('DELETE', '/settlement');
});

test('R02: a fee that cannot be read is set aside with an alarm, and the payment is saved all the same', async () => {
  await world.control('POST', '/settlement', { currency: 'usdc', rate: 1 });
  const { paymentId } = await world.paid({ amount: 5000 });
  await world.control('DELETE', '/settlement');
  expect(await world.read(paymentId)).toMatchObject({ status: 'CAPTURED', captured: { amount: 5000 } });
  const audit = await world.must<{ faults: { kind: string; subject: string; detail: string }[] }>(
    'query { paymentAudit(first: 1000) { faults { kind subject detail } } }',
    {},
    orders,
  );
  expect(audit.faults.filter(({ subject }) => subject === paymentId)).toMatchObject([
    { kind: 'AMOUNT_UNREAD', detail: expect.stringContaining('usdc') },
  ]);
});
