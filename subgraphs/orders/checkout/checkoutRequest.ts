import type { CheckoutInput } from '../../../generated/orders/types.ts';
import { hashInput, readKey } from '../../../kernel/idempotency.ts';
import { type CartId, readId, type UserId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import { normalizeEmail } from '../../../kernel/normalize.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Claim } from '../order/ports.ts';
import { parseAddress } from '../pricing/problems.ts';
import { type CodeCaller, codeCallerOf } from '../pricing/promotionCodesCheck.ts';
import type { ShippingMethodId } from '../pricing/shippingMethod.ts';

/** A valid checkout input. */
export type CheckoutRequest = Readonly<{
  claim: Claim;
  buyer: UserId | null;
  caller: CodeCaller;
  cartId: CartId;
  /** Null to use the e-mail address of the cart or the account. */
  email: string | null;
  shippingAddress: PostalAddress;
  billingAddress: PostalAddress;
  shippingMethodId: ShippingMethodId;
  expectedTotal: Money;
}>;

/** The caller of all guests. Their keys do not collide because they are random, and the cart's id is part of the hash. */
const GUEST = 'guest';

export const parseClaim = (viewer: Viewer, { idempotencyKey, ...input }: CheckoutInput): Claim => ({
  caller: ownerOf(viewer) ?? GUEST,
  key: readKey(idempotencyKey),
  inputHash: hashInput(input),
});

export const parseCheckoutInput = (viewer: Viewer, input: CheckoutInput): Outcome<CheckoutRequest> => {
  const ids = {
    cartId: readId('cart', input.cartId),
    shippingMethodId: readId('ship', input.shippingMethodId),
  };
  const claim = parseClaim(viewer, input);
  const email = input.email == null ? done(null) : parseEmail(input.email);
  const shipping = parseAddress(input.shippingAddress, 'shippingAddress');
  const billing = input.billingAddress ? parseAddress(input.billingAddress, 'billingAddress') : shipping;
  if (!email.ok || !shipping.ok || !billing.ok)
    return refuseAll(
      [...new Set([email, shipping, billing])].flatMap((part) => (part.ok ? [] : part.refusals)),
    );
  const { expectedTotal } = input;
  return done({
    ...ids,
    claim,
    buyer: ownerOf(viewer),
    caller: codeCallerOf(viewer),
    email: email.value,
    shippingAddress: shipping.value,
    billingAddress: billing.value,
    expectedTotal,
  });
};

const MAX_EMAIL_LENGTH = 254;
const EMAIL = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]+\.[^\s@<>"(),:;[\]\\.]{2,}$/u;

/** The normalized e-mail address. Refuses with INVALID. */
export const parseEmail = (input: string): Outcome<string> => {
  const email = normalizeEmail(input);
  return email.length <= MAX_EMAIL_LENGTH && EMAIL.test(email) && !/[\p{Cc}\p{Cf}]/u.test(email)
    ? done(email)
    : refuse('INVALID', 'Not a valid e-mail address.', ['email']);
};
