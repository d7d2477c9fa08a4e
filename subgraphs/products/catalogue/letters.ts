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
