import type Stripe from 'stripe';
import { z } from 'zod';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { posting } from '../objects/balance.ts';
import { refunded } from '../objects/charge.ts';
import { failed, refundable, refundOf } from '../objects/refund.ts';
import { invalid, unexpectedState } from '../objects/refused.ts';
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
  const amount = refundable(charge, input.amount ?? null);
  const transaction = move(unit, charge, { id: unit.id('re'), amount: -amount, type: 'refund', description: 'REFUND FOR CHARGE' });
  const refund = refundOf({
    id: String(transaction.source),
    created: unit.seconds,
    charge,
    amount,
    reason: input.reason ?? null,
    metadata: merged({}, input.metadata),
    transaction: transaction.id,
  });
  unit.put('refund', refund);
  emit(unit, 'refund.created', refund);
  emit(unit, 'charge.refunded', unit.put('charge', refunded(charge, amount)));
  if (unit.find('payment_method', charge.payment_method ?? '')?.card === 'pm_card_refundFail')
    unit.put('due', { id: refund.id, at: unit.now + unit.laterMs, what: 'refund_fails' });
  return refund;
};

/** The bank could not take the money: it comes back to the account, and the charge counts as not refunded. */
export const refundFail = (unit: Unit, refundId: string): void => {
  const before = unit.find('refund', refundId);
  if (before?.status !== 'succeeded' || typeof before.charge !== 'string') return;
  const charge = mustCharge(unit, before.charge);
  const back = move(unit, charge, { id: refundId, amount: before.amount, type: 'refund_failure', description: 'REFUND FAILURE' });
  const refund = unit.put('refund', failed(before, back.id));
  unit.put('charge', refunded(charge, -before.amount));
  emit(unit, 'refund.updated', refund);
  emit(unit, 'charge.refund.updated', refund);
  emit(unit, 'refund.failed', refund);
};

const chargeMeant = (unit: Unit, { payment_intent, charge }: Input): Stripe.Charge => {
  if (charge) return mustCharge(unit, charge);
  if (!payment_intent) throw invalid('One of the following params should be provided for this request: payment_intent or charge.');
  const intent = mustIntent(unit, payment_intent);
  if (intent.state.is !== 'succeeded')
    throw unexpectedState(intent.id, `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  return mustCharge(unit, intent.charge);
};

type Movement = Readonly<{ id: string; amount: number; type: 'refund' | 'refund_failure'; description: string }>;

const move = (unit: Unit, charge: Stripe.Charge, { id: source, amount, type, description }: Movement): Stripe.BalanceTransaction =>
  unit.put(
    'balance_transaction',
    posting({
      id: unit.id('txn'),
      created: unit.seconds,
      type,
      category: type,
      amount,
      fee: 0,
      currency: charge.currency,
      source,
      description,
    }),
  );
