import { rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId, type OrderId } from '../../kernel/ids.ts';
import { aPaymentsService, orders, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

/** Where the process breaks off is planned in a file, which it reads from the first moment on. */
const plan = vi.hoisted(() => {
  process.env.FAILPOINT_FILE = `${process.env.TMPDIR || '/tmp'}/plexus-payments-plan-${process.pid}-${Date.now()}`;
  return process.env.FAILPOINT_FILE;
});
/** More of them for a night: PROPERTY_RUNS=2000. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 25);

let world: World;
beforeAll(async () => {
  world = await aPaymentsService({ processes: 2 });
});
afterAll(() => world.stop());

const CARDS = [
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
  'pm_card_createDispute',
  'pm_card_refundFail',
] as const;
const PLACES = ['open', 'confirm', 'capture', 'void', 'refund'].flatMap((call) => [
  `${call}.beforeProvider`,
  `${call}.afterProvider`,
]);
const DOES = [
  'open',
  'capture',
  'void',
  'bank says yes',
  'bank says no',
  'dispute',
  'dispute won',
  'dispute lost',
] as const;

const steps = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('confirm' as const), card: fc.constantFrom(...CARDS) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom(...DOES) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('refund' as const, 'refund at the desk' as const),
      amount: fc.integer({ min: 1, max: 5500 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('crash' as const), place: fc.constantFrom(...PLACES) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      status: fc.constantFrom(500, 503, 429),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;
type Listed = { data: { id: string; payment_intent: string; amount_captured: number }[] };
type Row = { id: string; provider_id: string | null };

const paymentsOf = (orderId: OrderId): Promise<Row[]> =>
  world.rows<Row>('select id, provider_id from payments where order_id = $1 order by id desc', [orderId]);
const listed = async (path: string) => ((await world.stripe('GET', path)) as unknown as Listed).data;

const take = async (step: Step, orderId: OrderId): Promise<unknown> => {
  switch (step.do) {
    case 'open':
      return world.open({ orderId });
    case 'confirm':
      return world.confirm(await world.open({ orderId }), step.card);
    case 'capture':
      return world.forOrder('paymentCaptureFor', orderId);
    case 'void':
      return world.forOrder('paymentVoidFor', orderId);
    case 'refund':
      return world.refund(orderId, step.amount);
    case 'crash':
      return writeFileSync(plan, `payments.${step.place}:throw`);
    case 'fault':
      return world.control('POST', '/switches', {
        do: 'error',
        method: 'POST',
        status: step.status,
        when: step.when,
      });
    default:
      return atTheProvider(step, orderId);
  }
};

/** What others do there: the buyer's bank, and the shop at the provider's own desk. */
const atTheProvider = async (step: Step, orderId: OrderId): Promise<unknown> => {
  const [payment] = await paymentsOf(orderId);
  const intent = payment?.provider_id;
  if (!payment || !intent) return null;
  if (step.do === 'refund at the desk')
    return world.stripe('POST', '/refunds', { payment_intent: intent, amount: String(step.amount) });
  if (step.do === 'dispute') {
    const [charge] = (await listed(`/charges?payment_intent=${intent}`)).filter(
      ({ amount_captured }) => amount_captured > 0,
    );
    return charge && world.control('POST', '/disputes', { charge: charge.id }).catch(() => null);
  }
  if (step.do === 'dispute won' || step.do === 'dispute lost') {
    const [dispute] = await listed(`/disputes?payment_intent=${intent}`);
    const evidence = step.do === 'dispute won' ? 'winning_evidence' : 'losing_evidence';
    return (
      dispute && world.stripe('POST', `/disputes/${dispute.id}`, { 'evidence[uncategorized_text]': evidence })
    );
  }
  const { nextAction } = await world.read(payment.id);
  const outcome = step.do === 'bank says yes' ? 'succeed' : 'fail';
  return (
    nextAction &&
    fetch(nextAction.redirectUrl, {
      method: 'POST',
      body: new URLSearchParams({ outcome }),
      redirect: 'manual',
    })
  );
};

/** What a crash left is taken up when its lease has ended; nobody waits for that here. */
const timePasses = async () => {
  await world.rows(
    "update provider_calls set leased_until = null where state in ('WRITTEN', 'UNKNOWN') and leased_until is not null",
  );
  await world.rows(`select graphile_worker.add_job('carryOut', json_build_object('callId', id), job_key => 'call:' || id)
    from provider_calls where state in ('WRITTEN', 'UNKNOWN')`);
};

const isAtRest = async () => {
  const open = await world.rows("select 1 from provider_calls where state in ('WRITTEN', 'UNKNOWN')");
  if (open.length > 0) await timePasses();
  const waiting = await world.rows("select 1 from webhook_events where state = 'RECEIVED'");
  return open.length + waiting.length === 0;
};

const AUDIT = 'query { paymentAudit(first: 1000) { faults { kind subject detail } } }';
const ORDERED = `select id from payments where not (0 <= refunded and refunded <= captured and captured <= authorized and authorized <= amount)
  or refunding > captured`;
const UNBALANCED = 'select transaction_id from ledger_entries group by 1 having sum(debit) <> sum(credit)';

/** Whatever was broken off has been ended: then the books hold, and the provider's are the same. */
const holds = async (orderId: OrderId) => {
  rmSync(plan, { force: true });
  await world.control('DELETE', '/switches');
  await until('everything to be answered', isAtRest, 60_000);
  await until('the books to be those of the provider', world.sameCash, 60_000);
  expect(await world.rows(ORDERED)).toEqual([]);
  expect(await world.rows(UNBALANCED)).toEqual([]);
  expect(await world.must(AUDIT, {}, orders)).toEqual({ faults: [] });
  const payments = await paymentsOf(orderId);
  const charges = await Promise.all(
    payments.map(({ provider_id }) => listed(`/charges?payment_intent=${provider_id}`)),
  );
  expect(charges.flat().filter(({ amount_captured }) => amount_captured > 0).length).toBeLessThanOrEqual(1);
  const told = world.desk.notifications.filter(
    (news) => news.orderId === orderId && !['DECLINED', 'DISPUTED'].includes(news.kind),
  );
  const pieces = told.map(({ kind, refundId, paymentId }) => `${kind} ${paymentId} ${refundId}`);
  expect(pieces.toSorted()).toEqual([...new Set(pieces)].toSorted());
};

test(
  'I3: whatever is asked in whatever order, with faults and crashes in between, our books are the provider’s',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps, { minLength: 3, maxLength: 12 }),
        fc.boolean(),
        async (sequence, atOnce) => {
          const orderId = newId('ord');
          const refusals = sequence.some(({ do: what }) => what === 'crash')
            ? /SERVICE_UNAVAILABLE|BAD_USER_INPUT|INTERNAL_SERVER_ERROR/
            : /SERVICE_UNAVAILABLE|BAD_USER_INPUT/;
          const calm = (step: Step) =>
            take(step, orderId).catch((error: unknown) => expect(String(error)).toMatch(refusals));
          await calm({ do: 'open' });
          if (atOnce) await Promise.all(sequence.map(calm));
          else for (const step of sequence) await calm(step);
          await holds(orderId);
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
  },
  60_000 + RUNS * 20_000,
);
