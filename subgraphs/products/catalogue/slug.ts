import { LIMITS } from '../limits.ts';
import { cutText, plainLetters } from './letters.ts';

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const SLUG = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:-[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u;
/** As long as names that are made may be: a number or a random ending still fits behind them. */
const MAX_MADE = LIMITS.slug - 16;

/** A name for addresses, made of a title: its words in lower case, joined by dashes. Latin letters lose their accents. */
export const slugOf = (title: string, otherwise = 'product'): string => {
  const words = plainLetters(title).match(WORD) ?? [];
  return cutText(words.join('-'), MAX_MADE).replace(/-+$/, '') || otherwise;
};

/** Whether a given text may be a name in addresses: composed (NFC), in lower case, at most 255 characters. */
export const isSlug = (text: string): boolean =>
  text.length <= LIMITS.slug &&
  SLUG.test(text) &&
  text === text.toLowerCase() &&
  text === text.normalize('NFC');

/**
 * A slug as a browser or a person may send it, in the form that slugs have: percent-decoded, composed, in lower case.
 * Text that is not well percent-encoded stays as it is.
 */
export const readSlug = (given: string): string =>
  decoded(given).normalize('NFC').toLowerCase().normalize('NFC');

const decoded = (given: string): string => {
  if (!/%[0-9a-f]{2}/i.test(given)) return given;
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
};

/** The forms in which a slug may be stored: composed, and decomposed as older versions made them. */
export const storedForms = (slug: string): string[] => [
  ...new Set([slug, readSlug(slug), readSlug(slug).normalize('NFD'), readSlug(slug).normalize('NFKD')]),
];

/** Names to try in turn, as others may be taken; the last ones are random and hardly ever are. */
export const slugsToTry = (slug: string, random: () => string): string[] => [
  slug,
  ...[2, 3, 4, 5].map((n) => `${slug}-${n}`),
  ...[random(), random()].map((suffix) => `${slug}-${suffix}`),
];
