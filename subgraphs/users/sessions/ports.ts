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
  /** Uses a token up and puts its successor in its place, if it is unused and its session live; false otherwise. */
  rotate(tokenHash: string, successorHash: string, origin: Origin, now: Date): Promise<boolean>;
  findToken(tokenHash: string): Promise<FoundToken | null>;
  /** Ends the sessions that are live, and answers which those were; the router refuses their access tokens from then on. */
  revoke(
    which: { userId: UserId; id?: SessionId; except?: SessionId },
    now: Date,
  ): Promise<readonly SessionId[]>;
  /** Whether the user was signed in on this device lately; nobody never was. */
  isKnownDevice(userId: UserId | null, device: string): Promise<boolean>;
  /** Live ones of any of the users, last used first. */
  listByUsers(userIds: readonly UserId[], now: Date): Promise<readonly Session[]>;
}>;

/** Tells the router at once which sessions have ended, since their access tokens would be good for minutes yet. */
export type Revocations = Readonly<{ publish(ids: readonly SessionId[]): Promise<void> }>;
