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

/** What the database keeps. Inside a transaction each of these works in it. */
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
  /** Has an effect once per key of a caller; again the same answer. */
  once<T>(claim: Claim, effect: () => Promise<Outcome<T>>): Promise<Outcome<T>>;
}>;

export type Ports = Stores &
  Readonly<{
    /** All of it happens, or nothing: what throws undoes it, a refusal does not. */
    transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
    /** Forgets what is of no use any more. */
    cleanUp(now: Date): Promise<void>;
    passwords: Passwords;
    limits: Limits;
    pictures: Pictures;
    personalData: PersonalData;
    exports: Exports;
    accessTokens: AccessTokens;
    signingKeys: SigningKeys;
    encryption: Encryption;
    /** Where links in mails lead. */
    shopUrl: string;
    now(): Date;
  }>;

export type NewUser = Readonly<{ id: UserId; email: string; profile: Profile }>;

export type UserChange = Partial<
  Profile & Pick<User, 'role' | 'status' | 'avatar'> & Readonly<{ emailVerifiedAt: Date }>
>;

export type Users = Readonly<{
  /** Makes an unverified customer; false where the address is taken. */
  create(user: NewUser): Promise<boolean>;
  /** In the order asked for, null where there is none. */
  find(ids: readonly UserId[]): Promise<readonly (User | null)[]>;
  findByEmail(email: string): Promise<User | null>;
  /** Applies a change to the account as it is now; null where there is none. */
  update(id: UserId, change: UserChange): Promise<User | null>;
  /** The account, which nobody else changes until the transaction ends. */
  lock(id: UserId): Promise<User | null>;
  /** Moves the account to another address, which counts as verified; null where that is taken. */
  changeEmail(id: UserId, email: string, now: Date): Promise<User | null>;
  /** Admins who may sign in. Until the transaction ends nobody else can change who they are. */
  lockActiveAdmins(): Promise<readonly Pick<User, 'id'>[]>;
  /** Newest first. */
  page(filter: UserFilter, page: PageRequest<UserKey>): Promise<Page<User>>;
  /** With all that belongs to the account. */
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
/** Who did what to an account, and why: kept for staff and for the owner's questions. */
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

/** Attempts are counted for all processes together; each of too many is RATE_LIMITED. */
export type Limits = Readonly<{
  /** Counts an attempt with each of these, in order, until one has had too many. */
  count(attempts: readonly Attempt[]): Promise<void>;
  /** Takes a counted attempt back: it was a rightful one. */
  refund(attempts: readonly Attempt[]): Promise<void>;
}>;

/** Questions that are answered later, so that nobody can tell by the time of the answer whether there is such an account. */
export type DeferredTasks = Readonly<{
  register: SignUp;
  emailVerificationMail: string;
  passwordResetMail: string;
}>;

/** What happens after, and only after, the transaction that asks for it. */
export type Outbox = Readonly<{
  sendEmail(letter: Letter): Promise<void>;
  defer<What extends keyof DeferredTasks>(what: What, about: DeferredTasks[What]): Promise<void>;
  removePicture(picture: Picture): Promise<void>;
  /** Once the link to it has ended. */
  removeExport(key: string, now: Date): Promise<void>;
  /** Has another service forget somebody. */
  erase(holder: DataHolder, userId: UserId): Promise<void>;
}>;
