import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terms } from '../../tests/support/terms.ts';
import { type Attempt, authenticate, confirm } from './attempt.ts';
import { cardNamed } from './card.ts';
import { cancel, capture, create, type Intent, revise, type State } from './intent.ts';
import { methodOf } from './method.ts';
import { asPaymentIntent, returnAddress } from './paymentIntent.ts';
import { Refused } from './refused.ts';

const NOW = 1_700_000_000;

const anIntent = (changes: Partial<Intent> = {}): Intent => ({
  ...create({ id: 'pi_1', clientSecret: 'pi_1_secret_x', created: NOW }, terms),
  ...changes,
});

const attempt = (name: string, offSession = false): Attempt => {
  const card = cardNamed(name);
  const method = methodOf('pm_1', name, NOW);
  if (!card || !method) throw new Error(`no card ${name}`);
  return { card, charge: 'ch_1', challenge: 'auth_1', offSession, method: method.shown };
};

const STATES: readonly State[] = [
  { is: 'requires_payment_method' },
  { is: 'requires_confirmation' },
  { is: 'requires_action', challenge: 'auth_1' },
  { is: 'requires_capture', capturable: 2_000 },
  { is: 'succeeded', received: 2_000 },
  { is: 'canceled', at: NOW, reason: null },
];

const MOVES = {
  confirm: (intent: Intent) => confirm(intent, attempt('pm_card_visa')),
  capture: (intent: Intent) => capture(intent, null),
  cancel: (intent: Intent) => cancel(intent, null, NOW),
  authenticate: (intent: Intent) =>
    authenticate(intent, 'auth_1', 'succeed', attempt('pm_card_authenticationRequired')),
  reprice: (intent: Intent) => revise(intent, { amount: 900 }),
};

const ALLOWED: Record<keyof typeof MOVES, readonly State['is'][]> = {
  confirm: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
  capture: ['requires_capture'],
  cancel: ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture'],
  authenticate: ['requires_action'],
  reprice: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
};

describe.each(Object.entries(MOVES))('%s', (name, move) => {
  test.each(STATES)('from $is is taken or refused as the table says', (state) => {
    const intent = anIntent({ state });
    const allowed = ALLOWED[name as keyof typeof MOVES].includes(state.is);
    if (allowed) expect(move(intent).state).not.toBe(undefined);
    else expect(() => move(intent)).toThrow(Refused);
    expect(intent.state).toBe(state);
  });
});

test('manual capture holds the money first', () => {
  const held = confirm(anIntent(), attempt('pm_card_visa'));
  expect(held.state).toEqual({ is: 'requires_capture', capturable: 2_000 });
  expect(capture(held, 1_500).state).toEqual({ is: 'succeeded', received: 1_500 });
});

test('automatic capture takes it at once', () => {
  expect(confirm(anIntent({ captureMethod: 'automatic' }), attempt('pm_card_visa')).state).toEqual({
    is: 'succeeded',
    received: 2_000,
  });
});

test('no more is captured than is held', () => {
  const held = confirm(anIntent(), attempt('pm_card_visa'));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (amount) => {
      if (amount > 2_000) expect(() => capture(held, amount)).toThrow(Refused);
      else expect(capture(held, amount).state).toEqual({ is: 'succeeded', received: amount });
    }),
  );
});

test('a declined card leaves the payment open, without its method and with the reason', () => {
  const refused = confirm(anIntent(), attempt('pm_card_chargeDeclinedInsufficientFunds'));
  expect(refused).toMatchObject({ state: { is: 'requires_payment_method' }, method: null, charge: 'ch_1' });
  expect(refused.lastError).toMatchObject({
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
  });
});

describe('a card that asks for authentication', () => {
  const waiting = confirm(anIntent(), attempt('pm_card_authenticationRequired'));

  test('sends the buyer to the bank', () => {
    expect(asPaymentIntent(waiting, 'http://sandbox').next_action).toEqual({
      type: 'redirect_to_url',
      redirect_to_url: {
        url: 'http://sandbox/3d-secure/pi_1/auth_1',
        return_url: 'https://shop.example/back?order=1',
      },
    });
  });

  test('is authorised after the buyer agreed', () => {
    const paid = authenticate(waiting, 'auth_1', 'succeed', attempt('pm_card_authenticationRequired'));
    expect(paid.state.is).toBe('requires_capture');
    expect(returnAddress(paid, true)).toBe(
      'https://shop.example/back?order=1&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=succeeded',
    );
  });

  test('is open again after the buyer refused', () => {
    const refused = authenticate(waiting, 'auth_1', 'fail', attempt('pm_card_authenticationRequired'));
    expect(refused).toMatchObject({
      state: { is: 'requires_payment_method' },
      lastError: { code: 'payment_intent_authentication_failure' },
    });
  });

  test('is declined where the buyer is not there', () => {
    const refused = confirm(anIntent(), attempt('pm_card_authenticationRequired', true));
    expect(refused.lastError).toMatchObject({ code: 'authentication_required' });
  });

  test('takes no answer meant for another page', () => {
    expect(() => authenticate(waiting, 'auth_2', 'succeed', attempt('pm_card_visa'))).toThrow(Refused);
  });
});
