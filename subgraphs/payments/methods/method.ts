import { badInput } from '../../../kernel/errors.ts';
import { type Id, isId, type UserId } from '../../../kernel/ids.ts';
import type { CardDetails } from '../payment/payment.ts';

/** A card that a customer keeps with the provider, to pay with again. */
export type SavedMethod = CardDetails &
  Readonly<{ id: Id<'pm'>; userId: UserId; providerId: string; createdAt: Date }>;

/** The provider's id of a payment method, or ours. A card's number in the guise of one goes no further than here. */
export const readMethodId = (id: string): string => {
  if (!METHOD_ID.test(id) || (!isId('pm', id) && CARD_NUMBER.test(id)))
    throw badInput('paymentMethodId is not a valid payment method ID: expected `pm_…`.');
  return id;
};

const METHOD_ID = /^pm_\w{1,250}$/;
const CARD_NUMBER = /\d{12}/;
