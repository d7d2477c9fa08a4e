import type Stripe from 'stripe';
import type { Money } from '../../../kernel/money.ts';
import type { CardDetails, DisputeStage, RefundStatus } from '../payment/payment.ts';
import type {
  DisputeSnapshot,
  FailureSnapshot,
  Phase,
  ProviderSnapshot,
  RefundSnapshot,
} from '../providerSync/snapshot.ts';
import { type AmountReader, amountReader, fromStripe } from './minorUnits.stripe.ts';

/** With each answer: the charge, and what its money did to the account. */
export const EXPAND = ['latest_charge.balance_transaction'];

/** All that is needed to say how a payment stands; the lists are asked for only where there may be something in them. */
export const snapshotOf = async (
  stripe: Stripe,
  received: Stripe.PaymentIntent,
): Promise<ProviderSnapshot> => {
  const intent = needsCharge(received)
    ? await stripe.paymentIntents.retrieve(received.id, { expand: EXPAND })
    : received;
  const charge = chargeOf(intent);
  const isCaptured = charge?.captured === true;
  const [refunds, disputes, charges] = await Promise.all([
    isCaptured ? all(stripe.refunds.list({ payment_intent: intent.id, limit: 100 })) : [],
    isCaptured && charge.disputed ? all(stripe.disputes.list({ payment_intent: intent.id, limit: 100 })) : [],
    mayHaveDeclines(intent)
      ? stripe.charges.list({ payment_intent: intent.id, limit: 100 }).then(({ data }) => data)
      : [],
  ]);
  const amounts = amountReader();
  const isAuthorized = charge !== null && charge.status === 'succeeded' && charge.paid;
  return {
    providerId: intent.id,
    phase: phaseOf(intent),
    amount: fromStripe(intent.amount, intent.currency),
    authorized: isAuthorized ? amounts.minorUnits('charge', charge.amount, intent.currency) : 0,
    captured: amounts.minorUnits('captured', charge?.amount_captured ?? 0, intent.currency),
    fees: feesOf(charge?.balance_transaction, amounts),
    refunds: refunds
      .filter((refund) => !isRelease(refund, charge))
      .map((refund) => refundOf(refund, amounts)),
    disputes: disputes.map((dispute) => disputeOf(dispute, amounts)),
    charge: isAuthorized ? charge.id : null,
    failures: failuresOf(intent, charges),
    method: cardOf(charge?.payment_method_details?.card),
    methodToSave: intent.setup_future_usage && intent.customer ? idOf(intent.payment_method) : null,
    redirectUrl: intent.next_action?.redirect_to_url?.url ?? null,
    unreadableAmounts: amounts.unread,
  };
};

const needsCharge = ({ status, latest_charge }: Stripe.PaymentIntent): boolean =>
  typeof latest_charge === 'string' &&
  (status === 'requires_capture' || status === 'succeeded' || status === 'canceled');

/** While a buyer may still try cards, each that was declined counts; the intent itself shows the last one alone. */
const mayHaveDeclines = ({ status, latest_charge }: Stripe.PaymentIntent): boolean =>
  latest_charge !== null &&
  (status === 'requires_payment_method' ||
    status === 'requires_confirmation' ||
    status === 'requires_action');

const chargeOf = ({ latest_charge }: Stripe.PaymentIntent): Stripe.Charge | null =>
  typeof latest_charge === 'object' ? latest_charge : null;

const all = <T extends { id: string }>(list: Stripe.ApiListPromise<T>): Promise<T[]> =>
  list.autoPagingToArray({ limit: 1000 });

export const phaseOf = ({ status }: Stripe.PaymentIntent): Phase => {
  switch (status) {
    case 'requires_payment_method':
    case 'requires_confirmation':
      return 'requires_method';
    case 'requires_action':
      return 'requires_action';
    case 'processing':
      return 'processing';
    case 'requires_capture':
      return 'authorized';
    case 'succeeded':
      return 'captured';
    case 'canceled':
      return 'canceled';
    default:
      throw new Error(`Stripe has a status that is new to us: ${String(status)}`);
  }
};

/** In the currency that the account settles in, which may be another one than the payment's. */
const feesOf = (
  transaction: string | Stripe.BalanceTransaction | null | undefined,
  amounts: AmountReader,
): Money[] => {
  if (typeof transaction !== 'object' || !transaction?.fee) return [];
  const fee = amounts.read(`fee of ${transaction.id}`, transaction.fee, transaction.currency);
  return fee ? [fee] : [];
};

/** What a capture in part does not take, Stripe shows as a refund that moved no money. */
const isRelease = (
  { metadata, balance_transaction: moved }: Stripe.Refund,
  charge: Stripe.Charge | null,
): boolean => charge !== null && charge.amount_captured < charge.amount && !moved && !metadata?.refund_id;

const idOf = (thing: string | { id: string } | null): string | null =>
  typeof thing === 'string' ? thing : (thing?.id ?? null);

/** What waits for the buyer is on its way still; what was canceled never arrives. */
const REFUND: Readonly<Record<string, RefundStatus>> = {
  pending: 'PENDING',
  requires_action: 'PENDING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'FAILED',
};

const refundOf = (
  { id, metadata, amount, currency, status }: Stripe.Refund,
  amounts: AmountReader,
): RefundSnapshot => ({
  providerId: id,
  refundId: metadata?.refund_id ?? null,
  amount: amounts.minorUnits(`refund ${id}`, amount, currency),
  status: REFUND[status ?? ''] ?? 'PENDING',
});

const NOT_ACCEPTED = 'The payment was not accepted.';

/** Oldest first; of a charge that the intent shows as its last error, the intent's words. */
const failuresOf = (
  { status, last_payment_error: error }: Stripe.PaymentIntent,
  charges: readonly Stripe.Charge[],
): FailureSnapshot[] => {
  const last = error && status === 'requires_payment_method' ? failureOf(error) : null;
  const declined = charges
    .filter((charge) => charge.status === 'failed' && charge.id !== last?.ref)
    .toReversed();
  const others = declined.map((charge) => ({
    ref: charge.id,
    code: charge.failure_code ?? 'card_declined',
    message: charge.failure_message ?? NOT_ACCEPTED,
  }));
  return last ? [...others, last] : others;
};

const failureOf = (error: Stripe.PaymentIntent.LastPaymentError): FailureSnapshot => ({
  ref: error.charge ?? `${error.code}:${error.payment_method?.id}`,
  code: error.code ?? 'payment_failed',
  message: error.message ?? NOT_ACCEPTED,
});

export const cardOf = (
  card: Stripe.PaymentMethod.Card | Stripe.Charge.PaymentMethodDetails.Card | null | undefined,
): CardDetails | null =>
  card?.last4
    ? { brand: card.brand ?? 'card', last4: card.last4, expMonth: card.exp_month, expYear: card.exp_year }
    : null;

/** The names that the SDK's type lists, without its room for others. */
type Listed<Name> = Name extends string ? (string extends Name ? never : Name) : never;

/** Every status of a dispute that the SDK knows. */
const STAGES: Readonly<Record<Listed<Stripe.Dispute.Status>, DisputeStage>> = {
  warning_needs_response: 'INQUIRY',
  warning_under_review: 'INQUIRY',
  warning_closed: 'CLOSED',
  needs_response: 'OPEN',
  under_review: 'OPEN',
  appeal_needs_response: 'OPEN',
  appeal_under_review: 'OPEN',
  won: 'WON',
  lost: 'LOST',
  prevented: 'CLOSED',
};

/** A status that is new to us counts as an open dispute: people look at it, and no money moves meanwhile. */
export const stageOf = (status: string): DisputeStage =>
  Object.hasOwn(STAGES, status) ? STAGES[status as keyof typeof STAGES] : 'OPEN';

export const disputeOf = (dispute: Stripe.Dispute, amounts: AmountReader): DisputeSnapshot => {
  const dueBy = dispute.evidence_details?.due_by;
  return {
    withdrawn: amounts.minorUnits(`dispute ${dispute.id}`, withdrawnOf(dispute), dispute.currency),
    fees: dispute.balance_transactions.flatMap(
      ({ id, fee, currency }) => (fee && amounts.read(`fee of ${id}`, fee, currency)) || [],
    ),
    stage: stageOf(dispute.status),
    dueBy: dueBy ? new Date(dueBy * 1000) : null,
  };
};

/** An account that settles in another currency books the dispute in that one: the payment's own amount is in the dispute. */
const withdrawnOf = ({ amount, currency, balance_transactions: moved }: Stripe.Dispute): number => {
  const sum = moved.reduce((all, one) => all + one.amount, 0);
  if (moved.every((one) => one.currency === currency)) return -sum;
  return sum < 0 ? amount : 0;
};
