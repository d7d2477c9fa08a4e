import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { registry } from '../../kernel/metrics.ts';
import { aPaymentsService, orders, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService();
  await world.control('POST', '/webhooks', { url: null });
});
afterAll(() => world.stop());

const run = (task: 'reconcile' | 'ledgerCompare') => world.rows('select graphile_worker.add_job($1)', [task]);
const alarmsOf = async (kind: string) => {
  const metrics = await registry.metrics();
  return Number(
    new RegExp(`plexus_payments_alarms_total\\{alarm="${kind}".*\\} (\\d+)`).exec(metrics)?.[1] ?? 0,
  );
};

test('if no event arrives, the payment is synced after a minute', async () => {
  const opened = await world.open();
  const { payment } = await world.confirm(opened, 'pm_card_authenticationRequired');
  await fetch(payment?.nextAction?.redirectUrl ?? '', {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'succeed' }),
    redirect: 'manual',
  });
  expect((await world.read(opened.paymentId)).status).toBe('REQUIRES_ACTION');
  await world.rows("update payments set updated_at = now() - interval '2 minutes' where id = $1", [
    opened.paymentId,
  ]);
  await run('reconcile');
  await world.becomes(opened.paymentId, 'AUTHORIZED');
  await until('orders to hear', async () => world.told(opened.orderId).includes('AUTHORIZED'));
});

test('an unfinished request is repeated and takes effect once', async () => {
  const opened = await world.open();
  await world.confirm(opened);
  const id = newId('key');
  const insert =
    "insert into provider_calls (id, payment_id, kind, created_at) values ($1, $2, 'CAPTURE', now() - interval '2 minutes')";
  await world.rows(insert, [id, opened.paymentId]);
  await run('reconcile');
  await world.becomes(opened.paymentId, 'CAPTURED');
  expect(
    await world.rows(
      "select id from provider_calls where kind = 'CAPTURE' and payment_id = $1 and state = 'DONE'",
      [opened.paymentId],
    ),
  ).toEqual([{ id }]);
});

type Fault = { kind: string; subject: string };
const faults = async () =>
  (
    await world.must<{ faults: Fault[] }>(
      'query { paymentAudit(first: 1000) { faults { kind subject } } }',
      {},
      orders,
    )
  ).faults;

const failedAt = async (intent: string) => {
  const { data } = (await world.stripe('GET', `/refunds?payment_intent=${intent}`)) as unknown as {
    data: { status: string }[];
  };
  return data[0]?.status === 'failed';
};

test('I3: the nightly comparison with the provider’s account writes missing entries and reports differences', async () => {
  const [missed, wrong, failed] = [
    await world.paid(),
    await world.paid(),
    await world.paid({}, 'pm_card_refundFail'),
  ];
  await world.refund(failed.orderId, 500);
  await until('the refund to fail', async () => failedAt(await world.providerId(failed.paymentId)));
  await world.refund(wrong.orderId, 1000);
  await world.stripe('POST', '/refunds', {
    payment_intent: await world.providerId(missed.paymentId),
    amount: '700',
  });
  await run('ledgerCompare');
  expect((await world.becomes(missed.paymentId, 'PARTIALLY_REFUNDED')).refunded.amount).toBe(700);
  expect([await alarmsOf('LEDGER_DIFFERS'), await alarmsOf('LEDGER_NOT_COMPARED')]).toEqual([0, 0]);
  await world.rows(
    `insert into ledger_entries (id, transaction_id, payment_id, kind, account, debit, credit, currency)
     values ($1, $3, $4, 'FEE', 'fees', 5, 0, 'EUR'), ($2, $3, $4, 'FEE', 'cash', 0, 5, 'EUR')`,
    [newId('ledger'), newId('ledger'), newId('txn'), wrong.paymentId],
  );
  await run('ledgerCompare');
  await until('the difference to be told', async () => (await alarmsOf('LEDGER_DIFFERS')) === 1);
  const differs = { kind: 'LEDGER_DIFFERS', subject: wrong.paymentId };
  await until('staff to see it', async () =>
    (await faults()).some(({ kind, subject }) => kind === differs.kind && subject === differs.subject),
  );
  await world.rows("update payments set created_at = now() - interval '90 days' where id = $1", [
    wrong.paymentId,
  ]);
  await world.rows(
    `insert into ledger_entries (id, transaction_id, payment_id, kind, account, debit, credit, currency)
     values ($1, $3, $4, 'FEE', 'fees', 0, 5, 'EUR'), ($2, $3, $4, 'FEE', 'cash', 5, 0, 'EUR')`,
    [newId('ledger'), newId('ledger'), newId('txn'), wrong.paymentId],
  );
  await run('ledgerCompare');
  await until('nothing to differ, however old it is', async () =>
    (await faults()).every(({ kind }) => kind !== differs.kind),
  );
});
