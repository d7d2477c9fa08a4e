import snowball from 'snowball-stemmers';

/** Letters that have no accent to take off and still are written otherwise where they are missing. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

const english = snowball.newStemmer('english');

/** Text without case, accents and apostrophes. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? letter);

/** The folded words of a text, as they were typed. */
export const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** A folded word as it is indexed and looked for: without its ending. */
export const stem = (word: string): string => english.stem(word);

/** The terms of a text, each once. */
export const termsOf = (text: string): string[] => [...new Set(wordsOf(text).map(stem))];
