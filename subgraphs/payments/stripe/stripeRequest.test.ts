import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { classifyError, readRetryAfter } from './stripeRequest.stripe.ts';

const {
  StripeAPIError,
  StripeAuthenticationError,
  StripeCardError,
  StripeConnectionError,
  StripeInvalidRequestError,
  StripeRateLimitError,
} = Stripe.errors;
const cut = (code: string) =>
  new StripeConnectionError({
    type: 'api_error',
    message: 'cut',
    detail: Object.assign(new Error(code), { code }),
  });

test('F05: each error of the provider says whether the thing was done', () => {
  const kinds: [Error, string][] = [
    [new StripeCardError({ type: 'card_error', code: 'card_declined', statusCode: 402 }), 'declined'],
    [
      new StripeInvalidRequestError({
        type: 'invalid_request_error',
        code: 'resource_missing',
        statusCode: 400,
      }),
      'refused',
    ],
    [new StripeRateLimitError({ type: 'rate_limit_error', statusCode: 429 }), 'retry'],
    [
      new StripeInvalidRequestError({
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        statusCode: 409,
      }),
      'retry',
    ],
    [new StripeAuthenticationError({ type: 'invalid_request_error', statusCode: 401 }), 'retry'],
    [new StripeAPIError({ type: 'api_error', statusCode: 500 }), 'unknown'],
    [new StripeAPIError({ type: 'api_error', statusCode: 503 }), 'unknown'],
    [cut('ECONNREFUSED'), 'retry'],
    [cut('ECONNRESET'), 'unknown'],
    [cut('ETIMEDOUT'), 'unknown'],
  ];
  for (const [error, is] of kinds)
    expect([error.message, classifyError(error).kind]).toEqual([error.message, is]);
});

test('a fault of the provider that it repeats is told from one that is new', () => {
  const stored = new StripeAPIError({
    type: 'api_error',
    statusCode: 500,
    headers: { 'idempotent-replayed': 'true' },
  });
  expect(classifyError(stored)).toEqual({ kind: 'unknown', replayed: true, retryAfterMs: null });
});

test('R16: Retry-After is read as seconds or as a date', () => {
  expect(readRetryAfter('30')).toBe(30_000);
  expect(readRetryAfter('Tue, 01 Dec 2026 12:00:30 GMT', Date.UTC(2026, 11, 1, 12))).toBe(30_000);
  for (const nothing of [undefined, '', 'soon', '-5']) expect(readRetryAfter(nothing)).toBeNull();
  const limited = new StripeRateLimitError({
    type: 'rate_limit_error',
    statusCode: 429,
    headers: { 'retry-after': '7' },
  });
  expect(classifyError(limited)).toEqual({ kind: 'retry', retryAfterMs: 7_000 });
  const away = new StripeAPIError({ type: 'api_error', statusCode: 503, headers: { 'retry-after': '7' } });
  expect(classifyError(away)).toEqual({ kind: 'unknown', replayed: false, retryAfterMs: 7_000 });
});

test('our own bugs are not taken for the provider’s answers', () => {
  expect(() => classifyError(new TypeError('oops'))).toThrow('oops');
});
