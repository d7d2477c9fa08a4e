import type { UserErrorCode } from '../../../generated/users/types.ts';
import { type Outcome, userErrors } from '../../../kernel/outcome.ts';
import type { SignedIn } from '../sessions/session.ts';

/** An outcome of which nothing is shown but that it was taken. */
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
