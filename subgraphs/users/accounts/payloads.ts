import type { UserErrorCode } from '../../../generated/users/types.ts';
import { type Outcome, userErrors } from '../../../kernel/outcome.ts';
import type { SignedIn } from '../sessions/session.ts';

/** A payload that reveals only whether the request was accepted. */
export const accepted =
  (argument: string | null = 'input') =>
  (outcome: Outcome<unknown>) => ({
    accepted: outcome.ok,
    userErrors: userErrors<UserErrorCode>(outcome, argument),
  });

export const signedInPayload =
  (argument: string | null = 'input') =>
  (outcome: Outcome<SignedIn>) => ({
    tokens: outcome.ok ? outcome.value.tokens : null,
    user: outcome.ok ? outcome.value.user : null,
    userErrors: userErrors<UserErrorCode>(outcome, argument),
  });
