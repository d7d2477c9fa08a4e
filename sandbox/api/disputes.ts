import type Stripe from 'stripe';
import { z } from 'zod';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { DISPUTE_FEE } from '../objects/balance.ts';
import { answered, disputeOf, isDecided, isInquiry } from '../objects/dispute.ts';
import { invalid, noSuch } from '../objects/refused.ts';
import { book } from './book.ts';
import { mustCharge } from './lookup.ts';
import { merged, metadata } from './params.ts';

/** A cardholder disputes: the amount and Stripe's fee leave the account at once. An inquiry of the bank moves no money. */
export const disputeOpen = (unit: Unit, chargeId: string, asInquiry = false): Stripe.Dispute => {
  const charge = mustCharge(unit, chargeId);
  if (!charge.captured || charge.disputed)
    throw invalid(`Charge ${chargeId} cannot be disputed.`, { param: 'charge' });
  const id = unit.id('dp');
  const withdrawal = asInquiry ? null : withdraw(unit, id, charge.currency, charge.amount_captured);
  const dispute = disputeOf({ id, created: unit.seconds, charge, withdrawal });
  unit.put('dispute', dispute);
  unit.put('charge', { ...charge, disputed: true });
  emit(unit, 'charge.dispute.created', dispute);
  if (withdrawal) emit(unit, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
};

const withdraw = (unit: Unit, id: string, currency: string, amount: number): Stripe.BalanceTransaction =>
  adjust(unit, { id, currency, amount: -amount, fee: DISPUTE_FEE, category: 'dispute' });

export const DISPUTE_STATUSES = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'needs_response',
  'under_review',
  'won',
  'lost',
  'prevented',
] as const;

/** What the bank does with a dispute that is open. An inquiry that becomes a dispute takes the money then. */
export const disputeMove = (
  unit: Unit,
  id: string,
  status: (typeof DISPUTE_STATUSES)[number],
): Stripe.Dispute => {
  const before = mustBeOpen(unit, id);
  const next = { ...before, status, is_charge_refundable: status.startsWith('warning_') };
  if (isDecided(next)) return decide(unit, next);
  const escalates = isInquiry(before) && !isInquiry(next);
  const taken = escalates ? [withdraw(unit, id, before.currency, before.amount)] : [];
  const dispute = unit.put('dispute', {
    ...next,
    balance_transactions: [...before.balance_transactions, ...taken],
  });
  emit(unit, 'charge.dispute.updated', dispute);
  if (escalates) emit(unit, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
};

export const disputeParams = z.strictObject({
  evidence: z.strictObject({ uncategorized_text: z.string().max(20_000) }).optional(),
  submit: z.enum(['true', 'false']).optional(),
  metadata: metadata.optional(),
});

/** Evidence of the words `winning_evidence` or `losing_evidence` decides the dispute, as in Stripe's test mode. */
export const disputeUpdate = (
  unit: Unit,
  input: z.output<typeof disputeParams>,
  id: string,
): Stripe.Dispute => {
  const before = mustBeOpen(unit, id);
  const text = input.evidence?.uncategorized_text;
  const submitted = text !== undefined && input.submit !== 'false' ? answered(before, text) : before;
  const dispute = { ...submitted, metadata: merged(before.metadata, input.metadata) };
  if (isDecided(dispute)) return decide(unit, dispute);
  emit(unit, 'charge.dispute.updated', unit.put('dispute', dispute));
  return dispute;
};

/** The shop gives in. */
export const disputeClose = (unit: Unit, _: unknown, id: string): Stripe.Dispute =>
  decide(unit, { ...mustBeOpen(unit, id), status: 'lost' });

const decide = (unit: Unit, dispute: Stripe.Dispute): Stripe.Dispute => {
  const { id, amount, currency } = dispute;
  const isTaken = dispute.balance_transactions.length > 0;
  const back =
    isTaken && dispute.status !== 'lost'
      ? [adjust(unit, { id, currency, amount, fee: 0, category: 'dispute_reversal' })]
      : [];
  const decided = { ...dispute, balance_transactions: [...dispute.balance_transactions, ...back] };
  unit.put('dispute', decided);
  emit(unit, 'charge.dispute.closed', decided);
  if (back.length > 0) emit(unit, 'charge.dispute.funds_reinstated', decided);
  return decided;
};

const mustBeOpen = (unit: Unit, id: string): Stripe.Dispute => {
  const dispute = unit.find('dispute', id);
  if (!dispute) throw noSuch('dispute', id, 'dispute', 404);
  if (isDecided(dispute)) throw invalid(`This dispute is already closed: ${id}`);
  return dispute;
};

type Adjustment = Readonly<{
  id: string;
  currency: string;
  amount: number;
  fee: number;
  category: 'dispute' | 'dispute_reversal';
}>;

const adjust = (
  unit: Unit,
  { id: source, currency, amount, fee, category }: Adjustment,
): Stripe.BalanceTransaction =>
  book(unit, {
    type: 'adjustment',
    category,
    amount,
    fee: () => fee,
    currency,
    source,
    description: `Chargeback: ${source}`,
  });
