import type { UserId } from '../../../kernel/ids.ts';
import type { Role } from '../../../kernel/viewer.ts';
import type { SessionId } from '../sessions/session.ts';
import type { SigningKey } from './signingKey.ts';

export type AccessClaims = Readonly<{ userId: UserId; sessionId: SessionId; role: Role }>;

export type AccessTokens = Readonly<{
  issue(claims: AccessClaims): Promise<{ token: string; expiresAt: Date }>;
}>;

export type SigningKeys = Readonly<{
  /** All stored keys, newest first. */
  list(): Promise<readonly SigningKey[]>;
  /** Adds a key if `newest` is still the newest one. False if another process was first. */
  addAfter(newest: SigningKey | null, key: SigningKey): Promise<boolean>;
  remove(ids: readonly string[]): Promise<void>;
}>;
