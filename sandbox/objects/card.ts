/** What the issuer of a test card says, and what it does to the payment afterwards. */
export type Verdict =
  | Readonly<{ is: 'approved' }>
  | Readonly<{ is: 'authentication_required' }>
  | Readonly<{ is: 'declined'; code: string; declineCode: string; message: string }>;

export type Card = Readonly<{
  brand: string;
  last4: string;
  country: string;
  verdict: Verdict;
  attaches: boolean;
  afterwards: 'disputed' | 'inquired' | 'refund_fails' | 'refund_waits' | null;
}>;

const approved: Verdict = { is: 'approved' };
const base: Card = {
  brand: 'visa',
  last4: '4242',
  country: 'US',
  verdict: approved,
  attaches: true,
  afterwards: null,
};

export const declined = (
  code: string,
  declineCode: string,
  message: string,
): Extract<Verdict, { is: 'declined' }> => ({
  is: 'declined',
  code,
  declineCode,
  message,
});

const declining = (last4: string, verdict: Verdict): Card => ({ ...base, last4, verdict, attaches: false });
const generic = declined('card_declined', 'generic_decline', 'Your card was declined.');
const noFunds = declined('card_declined', 'insufficient_funds', 'Your card has insufficient funds.');
const expired = declined('expired_card', 'expired_card', 'Your card has expired.');
const processing = declined(
  'processing_error',
  'processing_error',
  'An error occurred while processing your card. Try again in a little bit.',
);

/** Stripe's test payment methods, by the name under which a test uses them. */
const CARDS: ReadonlyMap<string, Card> = new Map([
  ['pm_card_visa', base],
  ['pm_card_visa_debit', { ...base, last4: '5556' }],
  ['pm_card_mastercard', { ...base, brand: 'mastercard', last4: '4444' }],
  ['pm_card_amex', { ...base, brand: 'amex', last4: '8431' }],
  ['pm_card_de', { ...base, last4: '0016', country: 'DE' }],
  ['pm_card_chargeDeclined', declining('0002', generic)],
  ['pm_card_chargeDeclinedInsufficientFunds', declining('9995', noFunds)],
  ['pm_card_chargeDeclinedExpiredCard', declining('0069', expired)],
  ['pm_card_chargeDeclinedProcessingError', declining('0119', processing)],
  ['pm_card_chargeCustomerFail', { ...base, last4: '0341', verdict: generic }],
  ['pm_card_authenticationRequired', { ...base, last4: '3184', verdict: { is: 'authentication_required' } }],
  ['pm_card_createDispute', { ...base, last4: '0259', afterwards: 'disputed' }],
  ['pm_card_createDisputeInquiry', { ...base, last4: '1976', afterwards: 'inquired' }],
  ['pm_card_pendingRefund', { ...base, last4: '7726', afterwards: 'refund_waits' }],
  ['pm_card_refundFail', { ...base, last4: '5126', afterwards: 'refund_fails' }],
]);

export const cardNamed = (name: string): Card | undefined => CARDS.get(name);
