import { addressFormat } from './addressFormats.ts';
import { codesOf, countryNames } from './countries.ts';
import { foldName } from './placeNames.ts';

/** Ten letters and digits are the most that a postal code has, and three the most before it. */
const MOST = 13;
const SEPARATORS = [' ', '-'] as const;

/** Decimal digits of all scripts stand in runs of ten, of which the first is a multiple of ten after the start of its run. */
const digitOf = (digit: string): string => {
  let value = 0;
  for (
    let code = (digit.codePointAt(0) ?? 0) - 1;
    value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code));
    code -= 1
  )
    value += 1;
  return String(value);
};

/** Letters and digits alone, in upper case and ASCII digits; null where there is something else than separators between them. */
const compactOf = (text: string): string | null => {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/(?![0-9])\p{Nd}/gu, digitOf)
    .replace(/[\s\p{Pd}−ー〒.]/gu, '')
    .toUpperCase();
  return /^[A-Z0-9]+$/.test(plain) && plain.length <= MOST ? plain : null;
};

/** What may stand before the postal code in mail from abroad: D-10115, CH-8001, FIN-00550, FL-9490. */
const isPrefix = (letters: string, country: string): boolean =>
  letters === addressFormat(country).prefix ||
  codesOf(country).includes(letters) ||
  countryNames(country).some((name) => foldName(name).replaceAll(' ', '').startsWith(letters.toLowerCase()));

/** The code as it was given, without the country before it, and with it. */
const readings = (compact: string, country: string): string[] => {
  const letters = /^[A-Z]{1,3}/.exec(compact)?.[0] ?? '';
  const prefixes = [3, 2, 1]
    .map((length) => letters.slice(0, length))
    .filter((prefix) => prefix !== '' && isPrefix(prefix, country));
  return [
    compact,
    ...[...new Set(prefixes)].map((prefix) => compact.slice(prefix.length)),
    `${country}${compact}`,
  ];
};

/** All spellings with up to two separators, the most separated first. */
const spellings = (compact: string): string[] => {
  const at = (text: string, from: number): string[] =>
    [...text.slice(from + 1)].flatMap((_, index) =>
      SEPARATORS.map(
        (separator) => `${text.slice(0, from + 1 + index)}${separator}${text.slice(from + 1 + index)}`,
      ),
    );
  const once = at(compact, 0);
  const twice = once.flatMap((text) => at(text, Math.max(text.search(/[ -]/), 0) + 1));
  return [...twice, ...once, compact];
};

const shapeOf = (code: string): string => code.replace(/\d/g, '0').replace(/[A-Z]/g, 'A');

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

/** The spellings that fit the pattern, the most separated first, with a hyphen before a space. */
const fitting = (compact: string, pattern: RegExp): string[] =>
  spellings(compact)
    .filter((spelling) => pattern.test(spelling))
    .sort((a, b) => count(b, /[ -]/g) - count(a, /[ -]/g) || count(b, /-/g) - count(a, /-/g));

/**
 * The postal code in the form that the country's post gives it, whatever its case, its separators and the digits' script are, and
 * with or without the country before it. That form is the one with the shape of an example, else the most separated one that fits
 * the pattern. Undefined where it is none of the country. In countries without postal codes, the text.
 */
export const readPostalCode = (country: string, text: string): string | undefined => {
  const { pattern, examples } = addressFormat(country);
  if (pattern === null) return text;
  const compact = compactOf(text);
  if (compact === null) return undefined;
  const found = readings(compact, country).flatMap((reading) => fitting(reading, pattern));
  const shapes = new Set(examples.map(shapeOf));
  return found.find((spelling) => shapes.has(shapeOf(spelling))) ?? found[0];
};
