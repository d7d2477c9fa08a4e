import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { lane } from '../../kernel/lane.ts';
import { formatted, money } from '../../kernel/money.ts';
import { digitsOf } from '../../sandbox/objects/currencies.ts';
import { CHARGE_LIMITS } from '../../subgraphs/payments/stripe/minorUnits.stripe.ts';
import type { ChargeLimit } from '../../subgraphs/payments/stripe/ports.ts';
import { aPaymentsService, orders, type World } from './payments.world.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService();
});
afterAll(() => world.stop());

/** What people read as a number, and what the provider's amount is by the digits that the sandbox knows. */
const shown = (amount: number, currency: string): number =>
  Number(
    formatted(money(amount, currency))
      .replace(/[^0-9.-]/g, '')
      .replace(/^(-?)\.+/, '$1'),
  );
const charged = (amount: number, currency: string): number => amount / 10 ** digitsOf(currency.toLowerCase());

const OPEN =
  'mutation ($input: PaymentOpenInput!) { paymentOpen(input: $input) { paymentId clientSecret status userErrors { code } } }';
type Opened = {
  paymentId: string;
  clientSecret: string | null;
  status: string;
  userErrors: { code: string }[];
};
const provided = (path: string) => world.stripe('GET', path) as Promise<Record<string, unknown>>;

/** Pays so much that each digit counts, and gives a part and then the rest of it back. */
const payAndRefund = async ({ currency, minimum, increment }: ChargeLimit): Promise<void> => {
  const amount = minimum + 37 * increment;
  const part = 7 * increment;
  const orderId = newId('ord');
  const order = {
    orderId,
    orderNumber: 'P-1',
    expiresAt: new Date(Date.now() + 900_000),
    ownerId: null,
    email: 'ada@example.com',
  };
  const opened = await world.must<Opened>(
    OPEN,
    { input: { ...order, amount: { amount, currency } } },
    orders,
  );
  expect([currency, opened.userErrors]).toEqual([currency, []]);
  await world.confirm({ ...opened, orderId });
  expect(await world.forOrder('paymentCaptureFor', orderId)).toMatchObject({
    status: 'CAPTURED',
    captured: { amount },
  });
  const intent = await provided(`/payment_intents/${await world.providerId(opened.paymentId)}`);
  expect([currency, charged(Number(intent.amount_received), currency)]).toEqual([
    currency,
    shown(amount, currency),
  ]);
  for (const [back, inAll] of [
    [part, part],
    [amount - part, amount],
  ] as const) {
    expect((await world.refund(orderId, back, crypto.randomUUID(), currency)).userErrors).toEqual([]);
    const charge = await provided(`/charges/${intent.latest_charge}`);
    expect([currency, charged(Number(charge.amount_refunded), currency)]).toEqual([
      currency,
      shown(inAll, currency),
    ]);
  }
};

test('R03: pays, refunds a part and the rest, and has the provider’s books in every currency of the provider', {
  timeout: 180_000,
}, async () => {
  const run = lane(8, CHARGE_LIMITS.length);
  await Promise.all(CHARGE_LIMITS.map((limit) => run(() => payAndRefund(limit))));
  const statuses = await world.rows<{ status: string; count: string }>(
    'select status, count(*) from payments group by status',
  );
  expect(statuses).toEqual([{ status: 'REFUNDED', count: String(CHARGE_LIMITS.length) }]);
  const ledger = await world.rows<{ currency: string; cash: string }>(
    "select currency, sum(debit - credit) as cash from ledger_entries where account = 'cash' group by currency order by currency",
  );
  const { available } = (await provided('/balance')) as { available: { amount: number; currency: string }[] };
  const theirs = available
    .map(({ currency, amount }) => [currency.toUpperCase(), charged(amount, currency)] as const)
    .sort();
  expect(ledger.map(({ currency, cash }) => [currency, -shown(-Number(cash), currency)])).toEqual(theirs);
  const audit = await world.must<{ faults: object[] }>(
    'query { paymentAudit(first: 1000) { faults { kind subject detail } } }',
    {},
    orders,
  );
  expect(audit.faults).toEqual([]);
});
