import type { UserId } from '../../../kernel/ids.ts';
import type { Role } from '../../../kernel/viewer.ts';
import type { SessionId } from '../sessions/session.ts';
import type { SigningKey } from './signingKey.ts';

export type AccessClaims = Readonly<{ userId: UserId; sessionId: SessionId; role: Role }>;

export type AccessTokens = Readonly<{
  issue(claims: AccessClaims): Promise<{ token: string; expiresAt: Date }>;
}>;

export type SigningKeys = Readonly<{
  /** All that are kept, newest first. */
  list(): Promise<readonly SigningKey[]>;
  /** Adds a key if `newest` still is the newest; of two processes at once the second finds that it is not. */
  addAfter(newest: SigningKey | null, key: SigningKey): Promise<boolean>;
  remove(ids: readonly string[]): Promise<void>;
}>;
