import type { Claim } from '../../kernel/idempotency.ts';
import type { UserId } from '../../kernel/ids.ts';
import type { Letter } from '../../kernel/mailTemplate.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../kernel/page.ts';
import type { Picture } from '../../kernel/picture.ts';
import type { Attempt } from './accounts/limits.ts';
import type { Challenges, Credentials, Passwords } from './accounts/ports.ts';
import type { SignUp } from './accounts/signUp.ts';
import type { Profile, Role, User, UserStatus } from './accounts/user.ts';
import type { Encryption } from './keys/encryption.ts';
import type { AccessTokens, SigningKeys } from './keys/ports.ts';
import type { Mfa } from './mfa/ports.ts';
import type { DataHolder, ErasureRequests, Exports, PersonalData } from './privacy/ports.ts';
import type { Addresses, Pictures } from './profile/ports.ts';
import type { Sessions } from './sessions/ports.ts';
import type { UserKey } from './staff/queries.ts';

/** The stores of the database. Inside a transaction, all of them use it. */
export type Stores = Readonly<{
  users: Users;
  credentials: Credentials;
  challenges: Challenges;
  sessions: Sessions;
  addresses: Addresses;
  mfa: Mfa;
  events: Events;
  erasureRequests: ErasureRequests;
  outbox: Outbox;
  /** Runs an effect once per caller and key. A repeated call returns the first result. */
  once<T>(claim: Claim, effect: () => Promise<Outcome<T>>): Promise<Outcome<T>>;
}>;

export type Ports = Stores &
  Readonly<{
    /** Runs work in a transaction. An exception rolls it back; a refusal does not. */
    transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
    /** Deletes expired data. */
    cleanUp(now: Date): Promise<void>;
    passwords: Passwords;
    limits: Limits;
    pictures: Pictures;
    personalData: PersonalData;
    exports: Exports;
    accessTokens: AccessTokens;
    signingKeys: SigningKeys;
    encryption: Encryption;
    /** Base URL of links in e-mails. */
    shopUrl: string;
    now(): Date;
  }>;

export type NewUser = Readonly<{ id: UserId; email: string; profile: Profile }>;

export type UserChange = Partial<
  Profile & Pick<User, 'role' | 'status' | 'avatar'> & Readonly<{ emailVerifiedAt: Date }>
>;

export type Users = Readonly<{
  /** Creates an unverified customer. False if the address is taken. */
  create(user: NewUser): Promise<boolean>;
  /** Accounts in the order of the IDs, null if there is none. */
  find(ids: readonly UserId[]): Promise<readonly (User | null)[]>;
  findByEmail(email: string): Promise<User | null>;
  /** Changes the current account. Null if there is none. */
  update(id: UserId, change: UserChange): Promise<User | null>;
  /** Locks the account until the transaction ends. Null if there is none. */
  lock(id: UserId): Promise<User | null>;
  /** Changes the address, which then counts as verified. Null if it is taken. */
  changeEmail(id: UserId, email: string, now: Date): Promise<User | null>;
  /** Active admins. Locks them until the transaction ends. */
  lockActiveAdmins(): Promise<readonly Pick<User, 'id'>[]>;
  /** Newest first. */
  page(filter: UserFilter, page: PageRequest<UserKey>): Promise<Page<User>>;
  /** Deletes the account and everything that belongs to it. */
  remove(id: UserId): Promise<void>;
  isEmpty(): Promise<boolean>;
}>;

export type UserFilter = Readonly<{ query: string | null; role: Role | null; status: UserStatus | null }>;

export type EventKind =
  | 'SIGNED_UP'
  | 'ADDRESS_TRIED'
  | 'EMAIL_VERIFIED'
  | 'EMAIL_CHANGED'
  | 'PASSWORD_RESET'
  | 'PASSWORD_CHANGED'
  | 'MFA_ENABLED'
  | 'MFA_DISABLED'
  | 'REFRESH_TOKEN_REUSED'
  | 'ROLE_SET'
  | 'SUSPENDED'
  | 'REINSTATED';
/** An entry of the audit log: who changed what about an account, and why. */
export type SecurityEvent = Readonly<{
  userId: UserId;
  actorId: UserId | null;
  kind: EventKind;
  detail?: string | null;
  ip?: string | null;
}>;
export type PastEvent = Readonly<{ at: Date; kind: string; detail: string | null; ip: string | null }>;
export type Events = Readonly<{
  record(event: SecurityEvent): Promise<void>;
  countSince(userId: UserId, kind: EventKind, since: Date): Promise<number>;
  /** Oldest first. */
  listOf(userId: UserId): Promise<readonly PastEvent[]>;
}>;

/** Rate limits, counted for all processes together. */
export type Limits = Readonly<{
  /** Counts these attempts in order. RATE_LIMITED at the first one that exceeds its limit. */
  count(attempts: readonly Attempt[]): Promise<void>;
  /** Refunds counted attempts that turned out to be legitimate. */
  refund(attempts: readonly Attempt[]): Promise<void>;
}>;

/** Tasks that run after the response, so that its time does not reveal whether an account exists. */
export type DeferredTasks = Readonly<{
  register: SignUp;
  emailVerificationMail: string;
  passwordResetMail: string;
}>;

/** Jobs that are enqueued with the transaction and run after its commit. */
export type Outbox = Readonly<{
  sendEmail(letter: Letter): Promise<void>;
  defer<What extends keyof DeferredTasks>(what: What, about: DeferredTasks[What]): Promise<void>;
  removePicture(picture: Picture): Promise<void>;
  /** Deletes an export after its link has expired. */
  removeExport(key: string, now: Date): Promise<void>;
  /** Asks another service to erase a person's data. */
  erase(holder: DataHolder, userId: UserId): Promise<void>;
}>;
