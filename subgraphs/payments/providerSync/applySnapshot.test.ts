import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import {
  mayBecome,
  type Payment,
  type Refund,
  refundTotals,
  STATUSES,
  type Status,
  ZERO_TOTALS,
} from '../payment/payment.ts';
import { applySnapshot, type ChangeContext } from './applySnapshot.ts';
import { type Change, refundRefused } from './change.ts';
import type { Phase, ProviderSnapshot } from './snapshot.ts';

const at = new Date('2026-11-23T00:00:00Z');
const given: ChangeContext = { now: () => at, newRefundId: () => newId('ref') };
const aPayment = (over: Partial<Payment> = {}): Payment => ({
  id: newId('pay'),
  orderId: newId('ord'),
  orderNumber: 'P-1001',
  ownerId: null,
  amount: money(5000, 'EUR'),
  status: 'REQUIRES_PAYMENT_METHOD',
  providerId: 'pi_1',
  totals: ZERO_TOTALS,
  settlementFees: [],
  unreadableAmounts: [],
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
const aSnapshot = (over: Partial<ProviderSnapshot> = {}): ProviderSnapshot => ({
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
  methodToSave: null,
  redirectUrl: null,
  unreadableAmounts: [],
  ...over,
});
const held = { authorized: 5000, charge: 'ch_1' };
const took = { ...held, captured: 5000, fees: [money(100, 'EUR')] };
const declined = aSnapshot({
  failures: [{ ref: 'ch_0', code: 'card_declined', message: 'Your card was declined.' }],
});
const authorized = aSnapshot({ phase: 'authorized', ...held });
const captured = aSnapshot({ phase: 'captured', ...took });
const givenBack = (amount: number, status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED') =>
  aSnapshot({
    phase: 'captured',
    ...took,
    refunds: [{ providerId: 're_1', refundId: null, amount, status }],
  });
const disputed = aSnapshot({
  phase: 'captured',
  ...took,
  disputes: [{ withdrawn: 5000, fees: [money(1500, 'EUR')], stage: 'OPEN', dueBy: null }],
});

const seenAs: Readonly<Partial<Record<Status, ProviderSnapshot>>> = {
  REQUIRES_PAYMENT_METHOD: aSnapshot(),
  REQUIRES_ACTION: aSnapshot({ phase: 'requires_action', redirectUrl: 'https://bank.example/3ds' }),
  PROCESSING: aSnapshot({ phase: 'processing' }),
  AUTHORIZED: authorized,
  CAPTURED: captured,
  PARTIALLY_REFUNDED: givenBack(2000),
  REFUNDED: givenBack(5000),
  VOIDED: aSnapshot({ phase: 'canceled', ...held }),
  DISPUTED: disputed,
  FAILED: aSnapshot({ amount: money(1, 'EUR') }),
};
const kinds = ({ notifications }: Change) => notifications.map(({ kind }) => kind);
const alarms = (change: Change) => change.alarms.map(({ what }) => what);

test('F16: every pair of states is either taken or refused without an effect', () => {
  for (const from of STATUSES) {
    for (const to of STATUSES) {
      const seen = seenAs[to];
      if (!seen) continue;
      const before = aPayment({ status: from });
      const change = applySnapshot(before, seen, given);
      if (mayBecome(from, to) || to === 'FAILED') expect(change.after.status, `${from} to ${to}`).toBe(to);
      else
        expect([change.after, change.notifications, alarms(change)], `${from} to ${to}`).toEqual([
          before,
          [],
          ['CONTRADICTION'],
        ]);
    }
  }
});

test('looking twice changes nothing', () => {
  for (const seen of Object.values(seenAs)) {
    const once = applySnapshot(aPayment(), seen, given).after;
    const again = applySnapshot(once, seen, given);
    expect([again.after, again.notifications]).toEqual([once, []]);
  }
});

test('what was not looked at in between is told all the same', () => {
  expect(kinds(applySnapshot(aPayment(), givenBack(2000), given))).toEqual([
    'AUTHORIZED',
    'CAPTURED',
    'REFUNDED',
  ]);
  expect(kinds(applySnapshot(aPayment(), disputed, given))).toEqual(['AUTHORIZED', 'CAPTURED', 'DISPUTED']);
});

test('a declined card is kept as an attempt and the payment stays payable', () => {
  const change = applySnapshot(aPayment(), declined, given);
  expect(change.after).toMatchObject({
    status: 'REQUIRES_PAYMENT_METHOD',
    attempts: [{ ref: 'ch_0', outcome: 'DECLINED', code: 'card_declined' }],
  });
  expect(kinds(change)).toEqual(['DECLINED']);
  expect(kinds(applySnapshot(change.after, authorized, given))).toEqual(['AUTHORIZED']);
});

test('F06: another amount or currency is flagged, books nothing and ends the payment', () => {
  for (const amount of [money(4999, 'EUR'), money(5001, 'EUR'), money(5000, 'USD')]) {
    const change = applySnapshot(aPayment(), { ...captured, amount }, given);
    expect(change.after).toMatchObject({ status: 'FAILED', flag: 'PAYMENT_MISMATCH', totals: ZERO_TOTALS });
    expect([kinds(change), alarms(change)]).toEqual([['DECLINED'], ['PAYMENT_MISMATCH']]);
    expect(applySnapshot(change.after, captured, given).after).toEqual(change.after);
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
    totals: { ...ZERO_TOTALS, ...held, captured: 5000, fees: 100, refunding: 2000 },
  });
  const answer = (status: 'SUCCEEDED' | 'FAILED') =>
    aSnapshot({
      phase: 'captured',
      ...took,
      refunds: [{ providerId: 're_1', refundId: refund.id, amount: 2000, status }],
    });
  const good = applySnapshot(asked, answer('SUCCEEDED'), given);
  expect([good.after.status, kinds(good)]).toEqual(['PARTIALLY_REFUNDED', ['REFUNDED']]);
  const bad = applySnapshot(good.after, answer('FAILED'), given);
  expect([bad.after.status, kinds(bad), bad.after.totals.refunding]).toEqual([
    'CAPTURED',
    ['REFUND_FAILED'],
    0,
  ]);
  expect([good.alarms, bad.alarms]).toEqual([
    [],
    [{ what: 'REFUND_FAILED', about: { paymentId: id, refundId: refund.id } }],
  ]);
  expect(applySnapshot(bad.after, answer('FAILED'), given).alarms).toEqual([]);
  expect(alarms(refundRefused(asked, refund.id))).toEqual(['REFUND_FAILED']);
});

const phases: readonly Phase[] = [
  'requires_method',
  'requires_action',
  'processing',
  'authorized',
  'captured',
  'canceled',
];
const snapshots = fc
  .record({
    phase: fc.constantFrom(...phases),
    part: fc.integer({ min: 0, max: 5000 }),
    status: fc.constantFrom('PENDING' as const, 'SUCCEEDED' as const, 'FAILED' as const),
    disputes: fc.boolean(),
  })
  .map(({ phase, part, status, disputes }) =>
    aSnapshot({
      phase,
      ...(phase === 'authorized' || phase === 'canceled' ? held : {}),
      ...(phase === 'captured'
        ? { ...took, refunds: [{ providerId: 're_1', refundId: null, amount: part, status }] }
        : {}),
      ...(phase === 'captured' && disputes
        ? { disputes: [{ withdrawn: 5000, fees: [money(1500, 'EUR')], stage: 'OPEN', dueBy: null }] }
        : {}),
    }),
  );

test('I3: whatever is seen in whatever order, refunded <= captured <= authorized <= amount', () => {
  fc.assert(
    fc.property(fc.array(snapshots, { maxLength: 12 }), (seen) => {
      const end = seen.reduce((payment, one) => applySnapshot(payment, one, given).after, aPayment());
      const { authorized: a, captured: c, refunding, refunded, released } = end.totals;
      expect(refunded <= refunding && refunding <= c && c <= a && a <= 5000 && released <= a - c).toBe(true);
      expect(refundTotals(end.refunds)).toEqual({ refunding, refunded });
    }),
  );
});

test('whatever is seen more than once is told once', () => {
  fc.assert(
    fc.property(fc.array(snapshots, { maxLength: 12 }), (seen) => {
      const twice = seen.flatMap((one) => [one, one]);
      const told = (all: readonly ProviderSnapshot[]) => {
        let payment = aPayment();
        return all.flatMap((one) => {
          const change = applySnapshot(payment, one, given);
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
    aSnapshot({
      phase: 'captured',
      ...took,
      disputes: [{ withdrawn: stage === 'INQUIRY' ? 0 : 5000, fees: [], stage, dueBy }],
    });
  const before = applySnapshot(aPayment(), captured, given).after;
  const asked = applySnapshot(before, inquiry('INQUIRY'), given);
  expect([asked.after.status, kinds(asked), asked.after.dispute]).toEqual([
    'CAPTURED',
    [],
    { stage: 'INQUIRY', dueBy },
  ]);
  expect(asked.alarms).toMatchObject([
    { what: 'DISPUTE_INQUIRY', about: { paymentId: before.id, dueBy: dueBy.toISOString() } },
  ]);
  expect(applySnapshot(asked.after, inquiry('INQUIRY'), given).alarms).toEqual([]);
  const open = applySnapshot(asked.after, inquiry('OPEN'), given);
  expect([open.after.status, kinds(open), alarms(open)]).toEqual([
    'DISPUTED',
    ['DISPUTED'],
    ['DISPUTE_OPENED'],
  ]);
  const closed = applySnapshot(asked.after, inquiry('CLOSED'), given);
  expect([closed.after.status, kinds(closed), closed.after.dispute]).toEqual(['CAPTURED', [], null]);
  expect(applySnapshot(open.after, inquiry('LOST'), given).after).toMatchObject({
    status: 'DISPUTED',
    dispute: null,
  });
});

test('R02: fees of another currency are kept in that one, beside those of the payment’s', () => {
  const fees = [money(100, 'EUR'), money(3, 'JPY')];
  const disputes = [
    { withdrawn: 5000, fees: [money(7, 'JPY'), money(1500, 'EUR')], stage: 'OPEN' as const, dueBy: null },
  ];
  const { after } = applySnapshot(
    aPayment(),
    aSnapshot({ phase: 'captured', ...took, fees, disputes }),
    given,
  );
  expect(after.totals.fees).toBe(1600);
  expect(after.settlementFees).toEqual([money(10, 'JPY')]);
});

test('R02: an amount that cannot be read raises an alarm once, and the payment goes on', () => {
  const seen = aSnapshot({
    phase: 'captured',
    ...took,
    fees: [],
    unreadableAmounts: ['fee of txn_1: 123 isk'],
  });
  const once = applySnapshot(aPayment(), seen, given);
  expect([once.after.status, once.after.unreadableAmounts, alarms(once)]).toEqual([
    'CAPTURED',
    ['fee of txn_1: 123 isk'],
    ['AMOUNT_UNREAD'],
  ]);
  expect(alarms(applySnapshot(once.after, seen, given))).toEqual([]);
  expect(applySnapshot(once.after, captured, given).after.unreadableAmounts).toEqual([]);
});

test('R02: a payment whose own amount cannot be read is not ours', () => {
  expect(applySnapshot(aPayment(), aSnapshot({ amount: null }), given).after.flag).toBe('PAYMENT_MISMATCH');
});
