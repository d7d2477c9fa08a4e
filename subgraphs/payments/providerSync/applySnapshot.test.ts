import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import {
  mayBecome,
  NOTHING,
  type Payment,
  type Refund,
  refundTotals,
  STATUSES,
  type Status,
} from '../payment/payment.ts';
import { type Given, observe } from './applySnapshot.ts';
import { type Change, refusedToRefund } from './change.ts';
import type { Phase, Sighting } from './snapshot.ts';

const at = new Date('2026-11-23T00:00:00Z');
const given: Given = { now: () => at, newRefundId: () => newId('ref') };
const aPayment = (over: Partial<Payment> = {}): Payment => ({
  id: newId('pay'),
  orderId: newId('ord'),
  orderNumber: 'P-1001',
  ownerId: null,
  amount: money(5000, 'EUR'),
  status: 'REQUIRES_PAYMENT_METHOD',
  providerId: 'pi_1',
  totals: NOTHING,
  settlementFees: [],
  unread: [],
  method: null,
  redirectUrl: null,
  flag: null,
  dispute: null,
  attempts: [],
  refunds: [],
  expiresAt: at,
  createdAt: at,
  updatedAt: at,
  version: 0,
  ...over,
});
const aSighting = (over: Partial<Sighting> = {}): Sighting => ({
  providerId: 'pi_1',
  phase: 'requires_method',
  amount: money(5000, 'EUR'),
  authorized: 0,
  captured: 0,
  fees: [],
  refunds: [],
  disputes: [],
  charge: null,
  failures: [],
  method: null,
  kept: null,
  redirectUrl: null,
  unread: [],
  ...over,
});
const held = { authorized: 5000, charge: 'ch_1' };
const took = { ...held, captured: 5000, fees: [money(100, 'EUR')] };
const declined = aSighting({
  failures: [{ ref: 'ch_0', code: 'card_declined', message: 'Your card was declined.' }],
});
const authorized = aSighting({ phase: 'authorized', ...held });
const captured = aSighting({ phase: 'captured', ...took });
const givenBack = (amount: number, status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED') =>
  aSighting({ phase: 'captured', ...took, refunds: [{ providerId: 're_1', ours: null, amount, status }] });
const disputed = aSighting({
  phase: 'captured',
  ...took,
  disputes: [{ withdrawn: 5000, fees: [money(1500, 'EUR')], stage: 'OPEN', dueBy: null }],
});

const seenAs: Readonly<Partial<Record<Status, Sighting>>> = {
  REQUIRES_PAYMENT_METHOD: aSighting(),
  REQUIRES_ACTION: aSighting({ phase: 'requires_action', redirectUrl: 'https://bank.example/3ds' }),
  PROCESSING: aSighting({ phase: 'processing' }),
  AUTHORIZED: authorized,
  CAPTURED: captured,
  PARTIALLY_REFUNDED: givenBack(2000),
  REFUNDED: givenBack(5000),
  VOIDED: aSighting({ phase: 'canceled', ...held }),
  DISPUTED: disputed,
  FAILED: aSighting({ amount: money(1, 'EUR') }),
};
const kinds = ({ news }: Change) => news.map(({ kind }) => kind);
const alarms = (change: Change) => change.alarms.map(({ what }) => what);

test('F16: every pair of states is either taken or refused without an effect', () => {
  for (const from of STATUSES) {
    for (const to of STATUSES) {
      const seen = seenAs[to];
      if (!seen) continue;
      const before = aPayment({ status: from });
      const change = observe(before, seen, given);
      if (mayBecome(from, to) || to === 'FAILED') expect(change.after.status, `${from} to ${to}`).toBe(to);
      else
        expect([change.after, change.news, alarms(change)], `${from} to ${to}`).toEqual([
          before,
          [],
          ['CONTRADICTION'],
        ]);
    }
  }
});

test('looking twice changes nothing', () => {
  for (const seen of Object.values(seenAs)) {
    const once = observe(aPayment(), seen, given).after;
    const again = observe(once, seen, given);
    expect([again.after, again.news]).toEqual([once, []]);
  }
});

test('what was not looked at in between is told all the same', () => {
  expect(kinds(observe(aPayment(), givenBack(2000), given))).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  expect(kinds(observe(aPayment(), disputed, given))).toEqual(['AUTHORIZED', 'CAPTURED', 'DISPUTED']);
});

test('a declined card is kept as an attempt and the payment stays payable', () => {
  const change = observe(aPayment(), declined, given);
  expect(change.after).toMatchObject({
    status: 'REQUIRES_PAYMENT_METHOD',
    attempts: [{ ref: 'ch_0', outcome: 'DECLINED', code: 'card_declined' }],
  });
  expect(kinds(change)).toEqual(['DECLINED']);
  expect(kinds(observe(change.after, authorized, given))).toEqual(['AUTHORIZED']);
});

test('F06: another amount or currency is flagged, books nothing and ends the payment', () => {
  for (const amount of [money(4999, 'EUR'), money(5001, 'EUR'), money(5000, 'USD')]) {
    const change = observe(aPayment(), { ...captured, amount }, given);
    expect(change.after).toMatchObject({ status: 'FAILED', flag: 'PAYMENT_MISMATCH', totals: NOTHING });
    expect([kinds(change), alarms(change)]).toEqual([['DECLINED'], ['PAYMENT_MISMATCH']]);
    expect(observe(change.after, captured, given).after).toEqual(change.after);
  }
});

test('a refund that fails afterwards can be made again', () => {
  const id = newId('pay');
  const refund: Refund = {
    id: newId('ref'),
    paymentId: id,
    amount: money(2000, 'EUR'),
    status: 'PENDING',
    reason: null,
    providerId: null,
    createdAt: at,
  };
  const asked = aPayment({
    id,
    status: 'CAPTURED',
    refunds: [refund],
    totals: { ...NOTHING, ...held, captured: 5000, fees: 100, refunding: 2000 },
  });
  const answer = (status: 'SUCCEEDED' | 'FAILED') =>
    aSighting({
      phase: 'captured',
      ...took,
      refunds: [{ providerId: 're_1', ours: refund.id, amount: 2000, status }],
    });
  const good = observe(asked, answer('SUCCEEDED'), given);
  expect([good.after.status, kinds(good)]).toEqual(['PARTIALLY_REFUNDED', ['REFUNDED']]);
  const bad = observe(good.after, answer('FAILED'), given);
  expect([bad.after.status, kinds(bad), bad.after.totals.refunding]).toEqual([
    'CAPTURED',
    ['REFUND_FAILED'],
    0,
  ]);
  expect([good.alarms, bad.alarms]).toEqual([
    [],
    [{ what: 'REFUND_FAILED', about: { paymentId: id, refundId: refund.id } }],
  ]);
  expect(observe(bad.after, answer('FAILED'), given).alarms).toEqual([]);
  expect(alarms(refusedToRefund(asked, refund.id))).toEqual(['REFUND_FAILED']);
});

const phases: readonly Phase[] = [
  'requires_method',
  'requires_action',
  'processing',
  'authorized',
  'captured',
  'canceled',
];
const sightings = fc
  .record({
    phase: fc.constantFrom(...phases),
    part: fc.integer({ min: 0, max: 5000 }),
    status: fc.constantFrom('PENDING' as const, 'SUCCEEDED' as const, 'FAILED' as const),
    disputes: fc.boolean(),
  })
  .map(({ phase, part, status, disputes }) =>
    aSighting({
      phase,
      ...(phase === 'authorized' || phase === 'canceled' ? held : {}),
      ...(phase === 'captured'
        ? { ...took, refunds: [{ providerId: 're_1', ours: null, amount: part, status }] }
        : {}),
      ...(phase === 'captured' && disputes
        ? { disputes: [{ withdrawn: 5000, fees: [money(1500, 'EUR')], stage: 'OPEN', dueBy: null }] }
        : {}),
    }),
  );

test('I3: whatever is seen in whatever order, refunded <= captured <= authorized <= amount', () => {
  fc.assert(
    fc.property(fc.array(sightings, { maxLength: 12 }), (seen) => {
      const end = seen.reduce((payment, one) => observe(payment, one, given).after, aPayment());
      const { authorized: a, captured: c, refunding, refunded, released } = end.totals;
      expect(refunded <= refunding && refunding <= c && c <= a && a <= 5000 && released <= a - c).toBe(true);
      expect(refundTotals(end.refunds)).toEqual({ refunding, refunded });
    }),
  );
});

test('whatever is seen more than once is told once', () => {
  fc.assert(
    fc.property(fc.array(sightings, { maxLength: 12 }), (seen) => {
      const twice = seen.flatMap((one) => [one, one]);
      const told = (all: readonly Sighting[]) => {
        let payment = aPayment();
        return all.flatMap((one) => {
          const change = observe(payment, one, given);
          payment = change.after;
          return kinds(change);
        });
      };
      expect(told(twice)).toEqual(told(seen));
    }),
  );
});

test('R11: an inquiry raises an alarm with its date once, and disputes nothing; what comes of it is told', () => {
  const dueBy = new Date('2026-12-10T00:00:00Z');
  const inquiry = (stage: 'INQUIRY' | 'OPEN' | 'CLOSED' | 'LOST') =>
    aSighting({
      phase: 'captured',
      ...took,
      disputes: [{ withdrawn: stage === 'INQUIRY' ? 0 : 5000, fees: [], stage, dueBy }],
    });
  const before = observe(aPayment(), captured, given).after;
  const asked = observe(before, inquiry('INQUIRY'), given);
  expect([asked.after.status, kinds(asked), asked.after.dispute]).toEqual([
    'CAPTURED',
    [],
    { stage: 'INQUIRY', dueBy },
  ]);
  expect(asked.alarms).toMatchObject([
    { what: 'DISPUTE_INQUIRY', about: { paymentId: before.id, dueBy: dueBy.toISOString() } },
  ]);
  expect(observe(asked.after, inquiry('INQUIRY'), given).alarms).toEqual([]);
  const open = observe(asked.after, inquiry('OPEN'), given);
  expect([open.after.status, kinds(open), alarms(open)]).toEqual([
    'DISPUTED',
    ['DISPUTED'],
    ['DISPUTE_OPENED'],
  ]);
  const closed = observe(asked.after, inquiry('CLOSED'), given);
  expect([closed.after.status, kinds(closed), closed.after.dispute]).toEqual(['CAPTURED', [], null]);
  expect(observe(open.after, inquiry('LOST'), given).after).toMatchObject({
    status: 'DISPUTED',
    dispute: null,
  });
});

test('R02: fees of another currency are kept in that one, beside those of the payment’s', () => {
  const fees = [money(100, 'EUR'), money(3, 'JPY')];
  const disputes = [
    { withdrawn: 5000, fees: [money(7, 'JPY'), money(1500, 'EUR')], stage: 'OPEN' as const, dueBy: null },
  ];
  const { after } = observe(aPayment(), aSighting({ phase: 'captured', ...took, fees, disputes }), given);
  expect(after.totals.fees).toBe(1600);
  expect(after.settlementFees).toEqual([money(10, 'JPY')]);
});

test('R02: an amount that cannot be read raises an alarm once, and the payment goes on', () => {
  const seen = aSighting({ phase: 'captured', ...took, fees: [], unread: ['fee of txn_1: 123 isk'] });
  const once = observe(aPayment(), seen, given);
  expect([once.after.status, once.after.unread, alarms(once)]).toEqual([
    'CAPTURED',
    ['fee of txn_1: 123 isk'],
    ['AMOUNT_UNREAD'],
  ]);
  expect(alarms(observe(once.after, seen, given))).toEqual([]);
  expect(observe(once.after, captured, given).after.unread).toEqual([]);
});

test('R02: a payment whose own amount cannot be read is not ours', () => {
  expect(observe(aPayment(), aSighting({ amount: null }), given).after.flag).toBe('PAYMENT_MISMATCH');
});
