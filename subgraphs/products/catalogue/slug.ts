import { LIMITS } from '../limits.ts';

/** Latin letters without an accent to take off that are still written otherwise where they are missing. */
const LATIN: Readonly<Record<string, string>> = {
  ...{
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ı: 'i',
    ħ: 'h',
    ŋ: 'n',
    ŧ: 't',
    ĸ: 'k',
    ƒ: 'f',
  },
};
const APOSTROPHES = /['’‘‛ʼʻʹ`´＇‵′]/gu;
/** Soft hyphens, joiners, variation selectors, marks of direction, and signs around a letter. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Me}]/gu;
/** Scripts with other forms of the same letters: full and half width, ligatures, presentation forms. Thai and Lao have none. */
const COMPATIBLE =
  /[\p{Script=Latin}\p{Script=Common}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Arabic}\p{Script=Hangul}\u3099\u309a]+/gu;

/**
 * Text in lower case, composed (NFC), without apostrophes and invisible characters. Latin letters lose their accents (é is e, ß is
 * ss); letters and marks of other scripts stay, since there they make another word.
 */
export const plainLetters = (text: string): string =>
  text
    .normalize('NFC')
    .replace(COMPATIBLE, (part) => part.normalize('NFKC'))
    .replace(UNSEEN, '')
    .replace(APOSTROPHES, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/[ßæœøłđðþıħŋŧĸƒ]/g, (letter) => LATIN[letter] ?? letter);

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The letters of a text as a reader sees them, each with its marks. */
export const graphemesOf = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/** The beginning of a text, at most so many UTF-16 units, never through a letter and its marks. */
export const cutText = (text: string, max: number): string => {
  if (text.length <= max) return text;
  let kept = '';
  for (const letter of graphemesOf(text.slice(0, max + 64))) {
    if (kept.length + letter.length > max) break;
    kept += letter;
  }
  return kept;
};

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
