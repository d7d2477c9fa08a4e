import type Stripe from 'stripe';
import { z } from 'zod';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { cardNamed } from '../objects/card.ts';
import { refunded } from '../objects/charge.ts';
import { mustBeCountable } from '../objects/currencies.ts';
import { failed, refundable, refundOf } from '../objects/refund.ts';
import { invalid, unexpectedState } from '../objects/refused.ts';
import { book } from './book.ts';
import { mustCharge, mustIntent } from './lookup.ts';
import { id, merged, metadata, positive } from './params.ts';

export const refundParams = z.strictObject({
  payment_intent: id.optional(),
  charge: id.optional(),
  amount: positive.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer'], 'Invalid reason').optional(),
  metadata: metadata.optional(),
});

type Input = z.output<typeof refundParams>;

export const refundCreate = (unit: Unit, input: Input): Stripe.Refund => {
  const charge = chargeMeant(unit, input);
  const isChargedBack = unit
    .all('dispute')
    .some((dispute) => dispute.charge === charge.id && !dispute.is_charge_refundable);
  const amount = refundable(charge, input.amount ?? null, isChargedBack);
  mustBeCountable(amount, charge.currency);
  const afterwards = cardNamed(
    unit.find('payment_method', charge.payment_method ?? '')?.card ?? '',
  )?.afterwards;
  const transaction = move(unit, charge, {
    id: unit.id('re'),
    amount: -amount,
    type: 'refund',
    description: 'REFUND FOR CHARGE',
  });
  const refund = refundOf({
    id: String(transaction.source),
    created: unit.seconds,
    charge,
    amount,
    reason: input.reason ?? null,
    metadata: merged({}, input.metadata),
    status: afterwards === 'refund_waits' ? 'pending' : 'succeeded',
    transaction: transaction.id,
  });
  unit.put('refund', refund);
  emit(unit, 'refund.created', refund);
  emit(unit, 'charge.refunded', unit.put('charge', refunded(charge, amount)));
  const at = unit.now + unit.laterMs;
  if (afterwards === 'refund_fails') unit.put('due', { id: refund.id, at, what: 'refund_fails' });
  if (afterwards === 'refund_waits') unit.put('due', { id: refund.id, at, what: 'refund_succeeds' });
  return refund;
};

/**
 * How a refund goes on. One that fails or is canceled, also after it succeeded, gives its money back to the account, and the charge
 * counts as not refunded. What has failed stays so.
 */
export const refundEnd = (
  unit: Unit,
  refundId: string,
  status: RefundEnd,
  reason = 'expired_or_canceled_card',
): void => {
  const before = unit.find('refund', refundId);
  if (!before || typeof before.charge !== 'string' || !isOpen(before) || before.status === status) return;
  const refund = unit.put(
    'refund',
    status === 'succeeded' ? { ...before, status } : takenBack(unit, before, status, reason),
  );
  emit(unit, 'refund.updated', refund);
  emit(unit, 'charge.refund.updated', refund);
  if (status === 'failed') emit(unit, 'refund.failed', refund);
};

export type RefundEnd = 'succeeded' | 'failed' | 'canceled';
const isOpen = ({ status }: Stripe.Refund): boolean => status !== 'failed' && status !== 'canceled';

const takenBack = (
  unit: Unit,
  refund: Stripe.Refund,
  status: 'failed' | 'canceled',
  reason: string,
): Stripe.Refund => {
  const charge = mustCharge(unit, String(refund.charge));
  const back = move(unit, charge, {
    id: refund.id,
    amount: refund.amount,
    type: 'refund_failure',
    description: 'REFUND FAILURE',
  });
  unit.put('charge', refunded(charge, -refund.amount));
  return failed(refund, status, reason, back.id);
};

const chargeMeant = (unit: Unit, { payment_intent, charge }: Input): Stripe.Charge => {
  if (charge) return mustCharge(unit, charge);
  if (!payment_intent)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  const intent = mustIntent(unit, payment_intent);
  if (intent.state.is !== 'succeeded')
    throw unexpectedState(
      intent.id,
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
    );
  return mustCharge(unit, intent.charge);
};

type Movement = Readonly<{
  id: string;
  amount: number;
  type: 'refund' | 'refund_failure';
  description: string;
}>;

const move = (
  unit: Unit,
  charge: Stripe.Charge,
  { id: source, amount, type, description }: Movement,
): Stripe.BalanceTransaction =>
  book(unit, { type, category: type, amount, fee: () => 0, currency: charge.currency, source, description });
