import type Stripe from 'stripe';

/** What Stripe answers as `error`. */
export type Fault = Stripe.StripeRawError & {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
};

type About = Readonly<{ status?: number; code?: string; param?: string; intent?: string }>;

/** A request that Stripe would refuse. `intent` names the payment intent that the error shows. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly fault: Fault;
  readonly intent: string | null;

  constructor(status: number, fault: Fault, intent: string | null = null) {
    super(fault.message ?? fault.type);
    this.status = status;
    this.fault = fault;
    this.intent = intent;
  }
}

export const invalid = (message: string, { status = 400, code, param, intent }: About = {}): Refused =>
  new Refused(
    status,
    {
      type: 'invalid_request_error',
      message,
      ...(code ? { code, doc_url: docUrl(code) } : {}),
      ...(param ? { param } : {}),
    },
    intent ?? null,
  );

/** 404 where the address names it, 400 where a parameter does. */
export const noSuch = (what: string, id: string, param: string, status: 400 | 404): Refused =>
  invalid(`No such ${what}: '${id}'`, { status, code: 'resource_missing', param });

export const unexpectedState = (intent: string, message: string): Refused =>
  invalid(message, { code: 'payment_intent_unexpected_state', intent });

export const docUrl = (code: string): string =>
  `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
