import { LRUCache } from 'lru-cache';
import snowball from 'snowball-stemmers';

/** Letters that have no accent to take off and still are written otherwise where they are missing. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

const english = snowball.newStemmer('english');

/** Words, tags and values come again and again: facets fold those of all products that fit. */
const folded = new LRUCache<string, string>({ max: 20_000 });
const SHORT = 40;

/** Text without case, accents and apostrophes. */
export const fold = (text: string): string => {
  if (text.length > SHORT) return foldAnew(text);
  const known = folded.get(text) ?? foldAnew(text);
  folded.set(text, known);
  return known;
};

const foldAnew = (text: string): string =>
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
