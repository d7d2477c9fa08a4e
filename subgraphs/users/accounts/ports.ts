import type { UserId } from '../../../kernel/ids.ts';
import type { Challenge, Grant, Purpose } from './challenge.ts';
import type { Password } from './password.ts';

export type Credential = Readonly<{ hash: string; changedAt: Date }>;

export type Credentials = Readonly<{
  set(userId: UserId, hash: string): Promise<void>;
  /** Removes the password. The owner can set a new one through an e-mailed link. */
  remove(userId: UserId): Promise<void>;
  /** The password hash and when the password was set. Null if there is no such account. */
  find(userId: UserId | null): Promise<Credential | null>;
  /** Replaces a hash by one of the same password with stronger parameters, unless the password has changed since. */
  strengthen(userId: UserId, from: string, to: string): Promise<void>;
}>;

/** Password hashing with limited concurrency. Work that waits too long is refused with RATE_LIMITED. */
export type Passwords = Readonly<{
  /** Runs work that verifies a password if there is capacity. RATE_LIMITED otherwise, before any store is read. */
  withSlot<T>(work: () => Promise<T>): Promise<T>;
  hash(password: Password): Promise<string>;
  /** Takes the same time without a hash, and then never matches. `stronger` is a new hash if the old one's parameters are outdated. */
  verify(
    password: Password | null,
    hash: string | null,
  ): Promise<{ right: boolean; stronger: string | null }>;
}>;

export type NewChallenge = Readonly<{
  userId: UserId;
  purpose: Purpose;
  tokenHash: string;
  codeHash: string | null;
  grant: Grant | null;
  expiresAt: Date;
}>;

export type Challenges = Readonly<{
  /** Creates a challenge. Null if there are already `limit` of them since `since`. */
  issue(challenge: NewChallenge & { limit: number; since: Date }): Promise<Challenge | null>;
  /** The number of sign-ups, each with its own password, for an unverified account. */
  countSignUps(userId: UserId): Promise<number>;
  findByToken(purpose: Purpose, tokenHash: string, now: Date): Promise<Challenge | null>;
  /** The challenges that a code can still answer. Each call counts as an attempt on all of them. Does the same work for no account. */
  tryCode(userId: UserId | null, purpose: Purpose, now: Date): Promise<readonly Challenge[]>;
  /** Marks the challenge as used. False if it already was. */
  consume(id: string, now: Date): Promise<boolean>;
  /** Ends all open challenges, or those for one purpose, so that older e-mails no longer work. */
  endAll(userId: UserId, now: Date, purpose?: Purpose): Promise<void>;
}>;
