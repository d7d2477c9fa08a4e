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

/** An account as its owner and staff see it. Credentials are stored separately. */
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

/** One line of entered text, trimmed. Null if empty. Control characters are bad input. */
export const parseLine = (text: string): string | null => {
  if (/\p{Cc}/u.test(text)) throw badInput('Text must not contain control characters.');
  return text.normalize('NFC').trim() || null;
};

/** Changes a profile. Omitted fields stay unchanged; null or empty clears a field. Refuses with INVALID. */
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

/** The full name. Null if no name is set. */
export const nameOf = ({ givenName, familyName }: Profile): string | null =>
  [givenName, familyName].filter(Boolean).join(' ') || null;

const MAX_LENGTH = 254;
const address = z.email().max(MAX_LENGTH);

/**
 * An e-mail address in normal form (NFKC, lower case), so that one mailbox is one account. Null if it is not valid.
 * Accepts only ASCII, so that look-alike letters cannot create a second account. Control characters are bad input.
 */
export const parseEmail = (text: string): string | null => {
  if (/\p{Cc}/u.test(text)) throw badInput('An e-mail address must not contain control characters.');
  const read = address.safeParse(normalizeEmail(text));
  return read.success ? read.data : null;
};
