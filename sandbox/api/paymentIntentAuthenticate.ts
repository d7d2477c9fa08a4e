import type { Unit } from '../journal/unit.ts';
import { authenticate } from '../objects/attempt.ts';
import type { Intent, Outcome } from '../objects/intent.ts';
import { mustIntent, mustMethod } from './lookup.ts';
import { attemptOf, keepMethod } from './pay.ts';
import { settleAttempt } from './settle.ts';

/** The buyer's answer on the bank's page; the same page sent twice answers once. */
export const paymentIntentAuthenticate = (
  unit: Unit,
  id: string,
  challenge: string,
  outcome: Outcome,
): Intent => {
  const intent = mustIntent(unit, id);
  if (intent.answered?.challenge === challenge) return intent;
  const method = mustMethod(unit, intent.method ?? '', 'payment_method');
  const after = authenticate(intent, challenge, outcome, attemptOf(unit, method, false));
  keepMethod(unit, after, method);
  settleAttempt(unit, after, method.shown);
  return after;
};
