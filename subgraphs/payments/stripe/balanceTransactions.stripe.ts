import type Stripe from 'stripe';
import { fromStripe } from './minorUnits.stripe.ts';

type BalanceTransaction = string | Stripe.BalanceTransaction | null | undefined;

/** What a payment has changed in the provider's account, by its own bookings; null where those are in another currency. Throws where they cannot be read. */
export const netBalanceOf = async (stripe: Stripe, id: string): Promise<number | null> => {
  const { latest_charge: charge, currency } = await stripe.paymentIntents.retrieve(id, {
    expand: ['latest_charge.balance_transaction'],
  });
  const refunds = await stripe.refunds
    .list({ payment_intent: id, limit: 100, expand: ['data.balance_transaction'] })
    .autoPagingToArray({ limit: 1000 });
  const disputes = await stripe.disputes
    .list({ payment_intent: id, limit: 100 })
    .autoPagingToArray({ limit: 1000 });
  const moved: BalanceTransaction[] = [
    typeof charge === 'object' ? charge?.balance_transaction : null,
    ...refunds.map(({ balance_transaction }) => balance_transaction),
    ...(await Promise.all(refunds.map((refund) => failureTransaction(stripe, refund)))),
    ...disputes.flatMap(({ balance_transactions }) => balance_transactions),
  ];
  const bookings = moved.filter((one) => typeof one === 'object' && one !== null);
  if (bookings.some((one) => one.currency !== currency)) return null;
  const net = bookings.reduce((sum, booking) => sum + booking.net, 0);
  const value = fromStripe(net, currency);
  if (!value) throw new Error(`${net} ${currency} cannot be read`);
  return value.amount;
};

/** A refund that failed came back by a booking of its own. */
const failureTransaction = async (
  stripe: Stripe,
  { failure_balance_transaction: back }: Stripe.Refund,
): Promise<BalanceTransaction> =>
  typeof back === 'string' ? stripe.balanceTransactions.retrieve(back) : back;
