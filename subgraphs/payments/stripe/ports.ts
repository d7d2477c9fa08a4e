import type { PaymentId, UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Attempt, CardDetails, Payment, Refund } from '../payment/payment.ts';
import type { ProviderRequest } from '../providerRequests/providerRequest.ts';
import type { Phase, ProviderSnapshot } from '../providerSync/snapshot.ts';

/**
 * Seen: the answer, a declined card included. Refused: it will never be done. Again: it was not done. Unknown: nobody can say. `retryAfterMs` is how long
 * the provider asks to be left alone.
 */
export type ProviderResult =
  | Readonly<{
      kind: 'observed';
      snapshot: ProviderSnapshot;
      declined: Attempt['code'] | null;
      message: string | null;
    }>
  | Readonly<{ kind: 'refused'; code: string; message: string }>
  | Readonly<{ kind: 'retry'; retryAfterMs: number | null }>
  | Readonly<{ kind: 'unknown'; replayed: boolean; retryAfterMs: number | null }>;

/** What is charged in a currency, in its minor units: a multiple of `increment` within the limits. */
export type ChargeLimit = Readonly<{ currency: string; minimum: number; maximum: number; increment: number }>;

/** A payment as the provider has it, in short. */
export type ProviderPayment = Readonly<{ providerId: string; phase: Phase }>;

export type Provider = {
  /** Every currency that the provider takes. */
  chargeLimits: readonly ChargeLimit[];
  open(key: string, payment: Payment): Promise<ProviderResult>;
  confirm(
    key: string,
    providerId: string,
    call: Pick<ProviderRequest, 'method' | 'customer' | 'saves'>,
  ): Promise<ProviderResult>;
  capture(key: string, providerId: string): Promise<ProviderResult>;
  cancel(key: string, providerId: string): Promise<ProviderResult>;
  refund(key: string, providerId: string, refund: Refund): Promise<ProviderResult>;
  refundAll(key: string, providerId: string): Promise<ProviderResult>;
  /** All that it opened for a payment of ours since a time, by our id that it keeps. */
  paymentsOpenedFor(id: PaymentId, since: Date): Promise<readonly ProviderPayment[]>;
  /** What it says now; throws where it does not answer. */
  retrieve(providerId: string): Promise<ProviderSnapshot>;
  /** What the provider's account gained by it, by its own bookings; null where those are in another currency. */
  netBalance(providerId: string): Promise<number | null>;
  clientSecret(providerId: string): Promise<string>;
  /** The customer's record at the provider, made once. */
  customer(userId: UserId): Promise<string>;
  /** The same key keeps the same card, also one that the provider makes of a test name. */
  attach(
    key: string,
    method: string,
    customer: string,
  ): Promise<Outcome<Readonly<{ providerId: string; card: CardDetails }>>>;
  detach(method: string): Promise<void>;
  /** With all cards that the customer keeps; one that is gone already is no fault. */
  removeCustomer(customer: string): Promise<void>;
};
