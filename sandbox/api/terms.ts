import { z } from 'zod';
import type { Unit } from '../journal/unit.ts';
import { mustBeChargeable } from '../objects/currencies.ts';
import type { Terms } from '../objects/intent.ts';
import { settledIn } from './book.ts';
import { mustCustomer, usableMethod } from './lookup.ts';
import {
  flag,
  given,
  httpAddress,
  id,
  merged,
  metadata,
  optionalText,
  positive,
  shipping,
} from './params.ts';

const currency = z
  .string('Invalid currency')
  .regex(/^[a-z]{3}$/i, 'Invalid currency: must be a three-letter ISO code')
  .transform((code) => code.toLowerCase());

/** What a call may say of a payment; each call takes the fields that Stripe lets it. */
export const fields = {
  amount: positive,
  currency,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual'], 'Invalid capture_method'),
  confirm: flag,
  off_session: flag,
  customer: id,
  payment_method: id,
  metadata,
  description: optionalText,
  receipt_email: optionalText,
  return_url: httpAddress,
  setup_future_usage: z
    .enum(['on_session', 'off_session', ''], 'Invalid setup_future_usage')
    .transform((value) => value || null),
  shipping,
  statement_descriptor: z.string().max(22, 'Invalid statement_descriptor: at most 22 characters'),
  statement_descriptor_suffix: z
    .string()
    .max(22, 'Invalid statement_descriptor_suffix: at most 22 characters'),
};

const said = z.strictObject(fields).partial();
type Said = z.output<typeof said>;

/** Refuses what Stripe would not charge. */
export const mustBeChargeableBy = (unit: Unit, amount: number, code: string): void =>
  mustBeChargeable(amount, code, settledIn(unit, amount, code));

/** What a call says, in the words of the intent: only what it says, with ids looked up. */
export const termsSaid = (unit: Unit, input: Said, before: Pick<Terms, 'metadata'>): Partial<Terms> =>
  given({
    amount: input.amount,
    currency: input.currency,
    captureMethod: input.capture_method,
    customer: input.customer && mustCustomer(unit, input.customer).id,
    method: input.payment_method && usableMethod(unit, input.payment_method, 'payment_method').id,
    metadata: input.metadata === undefined ? undefined : merged(before.metadata, input.metadata),
    description: input.description,
    receiptEmail: input.receipt_email,
    returnUrl: input.return_url,
    futureUse: input.setup_future_usage,
    shipping: input.shipping && given(input.shipping),
    descriptor: input.statement_descriptor,
    descriptorSuffix: input.statement_descriptor_suffix,
  });
