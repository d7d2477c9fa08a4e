import { z } from 'zod';
import { badInput } from '../../../kernel/errors.ts';
import type { UserId } from '../../../kernel/ids.ts';
import { normalizeEmail } from '../../../kernel/normalize.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Picture } from '../../../kernel/picture.ts';
import type { Role } from '../../../kernel/viewer.ts';

export type { Role } from '../../../kernel/viewer.ts';
export type UserStatus = 'ACTIVE' | 'SUSPENDED';

export type Profile = Readonly<{ givenName: string | null; familyName: string | null; phone: string | null }>;

/** An account as everybody who may see it sees it; its credentials are elsewhere. */
export type User = Profile &
  Readonly<{
    id: UserId;
    email: string;
    emailVerified: boolean;
    role: Role;
    status: UserStatus;
    avatar: Picture | null;
    mfaEnabled: boolean;
    createdAt: Date;
  }>;

type ProfileInput = { readonly [Field in keyof Profile]?: string | null | undefined };

export const EMPTY_PROFILE: Profile = { givenName: null, familyName: null, phone: null };

const MAX_NAME = 100;
const PHONE = /^\+?[\d ()./-]{4,30}$/;

/** One line of text a person typed, trimmed; empty is null. Control characters are misuse: they have no place in a line. */
export const parseLine = (text: string): string | null => {
  if (/\p{Cc}/u.test(text)) throw badInput('Text must not contain control characters.');
  return text.normalize('NFC').trim() || null;
};

/** A profile with what the input names changed: absent stays, null or empty goes. */
export const changeProfile = (profile: Profile, input: ProfileInput): Outcome<Profile> => {
  const changed = {
    givenName: replaced(profile.givenName, input.givenName),
    familyName: replaced(profile.familyName, input.familyName),
    phone: replaced(profile.phone, input.phone),
  };
  for (const field of ['givenName', 'familyName'] as const)
    if ((changed[field]?.length ?? 0) > MAX_NAME)
      return refuse('INVALID', `A name can have at most ${MAX_NAME} characters.`, [field]);
  if (changed.phone && !PHONE.test(changed.phone))
    return refuse('INVALID', 'Not a valid phone number.', ['phone']);
  return done(changed);
};

const replaced = (current: string | null, wanted: string | null | undefined): string | null =>
  wanted === undefined ? current : wanted === null ? null : parseLine(wanted);

export const userNotFound = () => refuse('NOT_FOUND', 'This account does not exist.');

/** The name as it is read, where there is one. */
export const nameOf = ({ givenName, familyName }: Profile): string | null =>
  [givenName, familyName].filter(Boolean).join(' ') || null;

const MAX_LENGTH = 254;
const address = z.email().max(MAX_LENGTH);

/**
 * An e-mail address in its normal form (NFKC, lower case), so that one mailbox is one account; null if it is none.
 * Only ASCII passes: look-alike letters make no second account. Control characters are misuse.
 */
export const parseEmail = (text: string): string | null => {
  if (/\p{Cc}/u.test(text)) throw badInput('An e-mail address must not contain control characters.');
  const read = address.safeParse(normalizeEmail(text));
  return read.success ? read.data : null;
};
