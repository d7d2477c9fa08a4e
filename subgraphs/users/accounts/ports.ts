import type { UserId } from '../../../kernel/ids.ts';
import type { Challenge, Grant, Purpose } from './challenge.ts';
import type { Password } from './password.ts';

export type Credential = Readonly<{ hash: string; changedAt: Date }>;

export type Credentials = Readonly<{
  set(userId: UserId, hash: string): Promise<void>;
  /** Until another is set by a mailed link, nobody knows the password. */
  remove(userId: UserId): Promise<void>;
  /** The hash of the password, and since when it is that password; null where there is no such account. */
  find(userId: UserId | null): Promise<Credential | null>;
  /** Replaces a hash by one of the same password with stronger parameters, unless the password was changed meanwhile. */
  strengthen(userId: UserId, from: string, to: string): Promise<void>;
}>;

/** Hashing takes memory and time: both are bounded, and what waits too long is RATE_LIMITED. */
export type Passwords = Readonly<{
  /** Does work that compares a password if there is room for it; RATE_LIMITED at once, before any store is asked, if there is none. */
  withSlot<T>(work: () => Promise<T>): Promise<T>;
  hash(password: Password): Promise<string>;
  /** Takes the same time without a hash to compare with, and is then never right. `stronger` is a new hash where the old one's parameters are out of date. */
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
  /** Keeps a new one, of at most `limit` since a moment; null beyond that. */
  issue(challenge: NewChallenge & { limit: number; since: Date }): Promise<Challenge | null>;
  /** How many sign-ups, each with a password of its own, an account that nobody has confirmed has seen. */
  countSignUps(userId: UserId): Promise<number>;
  findByToken(purpose: Purpose, tokenHash: string, now: Date): Promise<Challenge | null>;
  /** Those that a code can still answer; each call counts as a try of all of them. Nobody has none, after the same work. */
  tryCode(userId: UserId | null, purpose: Purpose, now: Date): Promise<readonly Challenge[]>;
  /** Uses it up; false where another was faster. */
  consume(id: string, now: Date): Promise<boolean>;
  /** Ends all that are open, or those for one purpose, so that no older mail works any more. */
  endAll(userId: UserId, now: Date, purpose?: Purpose): Promise<void>;
}>;
