import type { UserId } from '../../../kernel/ids.ts';
import type { Origin } from '../../../kernel/viewer.ts';
import type { FoundToken, Session, SessionId } from './session.ts';

export type NewSession = Readonly<{
  id: SessionId;
  userId: UserId;
  origin: Origin;
  device: string;
  at: Date;
  expiresAt: Date;
  tokenHash: string;
}>;

export type Sessions = Readonly<{
  create(session: NewSession): Promise<void>;
  /** Replaces a token by its successor. False if it was already used or its session is not active. */
  rotate(tokenHash: string, successorHash: string, origin: Origin, now: Date): Promise<boolean>;
  findToken(tokenHash: string): Promise<FoundToken | null>;
  /** Ends active sessions and returns their IDs. The router then refuses their access tokens. */
  revoke(
    which: { userId: UserId; id?: SessionId; except?: SessionId },
    now: Date,
  ): Promise<readonly SessionId[]>;
  /** Whether the account was recently signed in on this device. False for no account. */
  isKnownDevice(userId: UserId | null, device: string): Promise<boolean>;
  /** Active sessions of these users, most recently used first. */
  listByUsers(userIds: readonly UserId[], now: Date): Promise<readonly Session[]>;
}>;

/** Notifies the router of ended sessions, because their access tokens are valid for a few more minutes. */
export type Revocations = Readonly<{ publish(ids: readonly SessionId[]): Promise<void> }>;
