import { dictionary } from '@zxcvbn-ts/language-common';
import { badInput } from '../../../kernel/errors.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';

/** A password in Unicode composed form (NFC), so that the same keys on another system give the same password. */
export type Password = string & { readonly __password: true };
/** Account data that a password must not contain. */
type Owner = Readonly<{
  email: string;
  givenName?: string | null | undefined;
  familyName?: string | null | undefined;
}>;

const MIN = 12;
const MAX = 128;
const MISUSE = 4_096;
const MIN_DISTINCT = 5;
const SEQUENCES = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
];

const lengthOf = (text: string): number => [...text].length;

/** The entered password in composed form. Null if it is too long to be any account's password; bad input beyond 4096 characters. */
export const parsePassword = (text: string): Password | null => {
  if (text.length > MISUSE) throw badInput(`A password can have at most ${MAX} characters.`);
  const composed = text.normalize('NFC');
  return lengthOf(composed) <= MAX ? (composed as Password) : null;
};

/** A new password. Refuses with PASSWORD_TOO_WEAK if it is too short, too long or easy to guess. */
export const newPassword = (text: string, owner: Owner, field: string): Outcome<Password> => {
  const typed = parsePassword(text);
  if (!typed || lengthOf(typed) < MIN)
    return refuse('PASSWORD_TOO_WEAK', `Use ${MIN} to ${MAX} characters.`, [field]);
  if (isGuessable(typed.normalize('NFKC').toLowerCase(), owner))
    return refuse(
      'PASSWORD_TOO_WEAK',
      'This password is easy to guess. Choose another, for example four random words.',
      [field],
    );
  return done(typed);
};

const isGuessable = (text: string, owner: Owner): boolean =>
  new Set(text).size < MIN_DISTINCT ||
  cores(text).some((core) => COMMON_PASSWORDS.has(core) || isSequence(core)) ||
  ownWords(owner).some((word) => text.includes(word));

/** The password without repetition, and also without surrounding digits and symbols if letters are at least half of it. */
const cores = (text: string): string[] => {
  const bare = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [
    text,
    withoutRepetition(text),
    ...(bare.length * 2 >= text.length ? [bare, withoutRepetition(bare)] : []),
  ];
};

const withoutRepetition = (text: string): string => /^(.+?)\1+$/su.exec(text)?.[1] ?? text;

const isSequence = (text: string): boolean => {
  const backwards = [...text].reverse().join('');
  return (
    text.length >= MIN_DISTINCT && SEQUENCES.some((run) => run.includes(text) || run.includes(backwards))
  );
};

const ownWords = ({ email, givenName, familyName }: Owner): string[] =>
  [email, email.split('@')[0], givenName, familyName].flatMap((word) =>
    word && word.length >= 4 ? [word.normalize('NFKC').toLowerCase()] : [],
  );

/** The 50,000 most common passwords, in lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(dictionary.passwords);
