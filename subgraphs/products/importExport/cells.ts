import { type Money, minorDigits } from '../../../kernel/money.ts';
import { cutText } from '../catalogue/slug.ts';
import { LIMITS } from '../limits.ts';
import { plainNumber, withoutSign } from './numbers.ts';
import type { Parse, Parsed } from './row.ts';

const said = (text: string): string => (text.length > 40 ? `“${text.slice(0, 40)}…”` : `“${text}”`);
const wrong = (reason: string) => ({ reason });
const value = <T>(is: T, note?: string): Parsed<T> =>
  note === undefined ? { value: is } : { value: is, note };

/** An empty cell is null; the rest is read by `parse`. */
export const optional =
  <T>(parse: Parse<T>): Parse<T | null> =>
  (text) =>
    text === '' ? value(null) : parse(text);

/** An empty cell means `fallback`. */
export const defaultTo =
  <T>(fallback: T, parse: Parse<T>): Parse<T> =>
  (text) =>
    text === '' ? value(fallback) : parse(text);

/** A cell that cannot be read is left out, with a note that says why. */
export const lenient =
  <T, F>(fallback: F, parse: Parse<T>): Parse<T | F> =>
  (text) => {
    const parsed = parse(text);
    return 'value' in parsed ? parsed : value(fallback, `${parsed.reason}, and is left out`);
  };

/** What a decoder puts in place of bytes that it cannot read. */
const REPLACED = '\ufffd';
const NOT_UTF8 = 'has characters that are not UTF-8: save the file as UTF-8';

/** One line of text. */
export const line =
  (max: number): Parse<string> =>
  (text) => {
    if (text === '') return wrong('is empty');
    if (text.length > max) return wrong(`has ${text.length} characters, at most ${max} are allowed`);
    if (/\p{Cc}/u.test(text))
      return value(
        text.replace(/\p{Cc}+/gu, ' ').trim() || '-',
        'has control characters, which become spaces',
      );
    return text.includes(REPLACED) ? value(text, NOT_UTF8) : value(text);
  };

/** One line of text; what is too much is cut off. */
export const cutLine =
  (max: number): Parse<string> =>
  (text) =>
    text.length > max
      ? value(cutText(text, max), `has ${text.length} characters, and is cut to ${max}`)
      : line(max)(text);

/** Text of any form, up to a length. */
export const text =
  (max: number): Parse<string> =>
  (given) => {
    if (given.length > max) return wrong(`has ${given.length} characters, at most ${max} are allowed`);
    return given.includes(REPLACED) ? value(given, NOT_UTF8) : value(given);
  };

const YES = ['true', 'yes', 'y', '1', 't', 'on', 'x', 'ja', 'oui', 'si', 'sí', 'wahr', 'vrai', 'verdadero'];
const NO = ['false', 'no', 'n', '0', 'f', 'off', 'nein', 'non', 'falsch', 'faux', 'falso'];

export const truth: Parse<boolean> = (given) => {
  const lower = given.toLowerCase();
  if (YES.includes(lower)) return value(true);
  return NO.includes(lower) ? value(false) : wrong(`${said(given)} is neither true nor false`);
};

export const oneOf =
  <const T extends string>(...allowed: readonly T[]): Parse<T> =>
  (given) => {
    const found = allowed.find((candidate) => candidate === given.toLowerCase());
    return found === undefined ? wrong(`${said(given)} is none of ${allowed.join(', ')}`) : value(found);
  };

/** A whole number from `min` to `max`; `12.0` is one too, as spreadsheets write it. */
export const whole =
  (min: number, max: number): Parse<number> =>
  (given) => {
    if (!/^-?\d+(\.0+)?$/.test(given)) return wrong(`${said(given)} is no whole number`);
    const number = Number(given);
    return number >= min && number <= max
      ? value(number)
      : wrong(`${said(given)} is not from ${min} to ${max}`);
  };

/** How many there are. The shop's stock is whole and never negative: what is not is put right with a note. */
export const quantity: Parse<number> = (given) => {
  const plain = plainNumber(given, 0);
  if (plain === null) return value(0, `${said(given)} is no number, and is taken as 0`);
  const number = Math.min(LIMITS.onHand, Math.max(0, Math.floor(Number(plain)))) || 0;
  return Number(plain) === number
    ? value(number)
    : value(number, `${said(given)} is taken as ${number}: stock is a whole number from 0`);
};

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  g: 1,
  gr: 1,
  gram: 1,
  grams: 1,
  kg: 1_000,
  kgs: 1_000,
  oz: 28.349523125,
  lb: 453.59237,
  lbs: 453.59237,
  mg: 0.001,
};

/** Grams, rounded to whole ones; a unit behind the number is converted. */
export const grams: Parse<number | null> = (given) => {
  const [, number = '', unit = ''] = /^(-?[\d.,\s\u00a0']+?)\s*([a-z]*)$/iu.exec(given) ?? [];
  const plain = plainNumber(number, 6);
  const factor = UNITS[unit.toLowerCase()];
  if (plain === null || factor === undefined || Number(plain) < 0)
    return value(null, `${said(given)} is no weight in grams, and is left out`);
  const rounded = Math.round(Number(plain) * factor);
  if (rounded > LIMITS.weightGrams) return value(null, `${said(given)} is too heavy, and is left out`);
  return unit === '' || unit.toLowerCase() === 'g'
    ? value(rounded)
    : value(rounded, `${said(given)} is taken as ${rounded} grams`);
};

/** A price as minor units, exactly: no digit is lost, none is rounded. A sign of its own currency may stand beside it. */
export const price =
  (currency: string): Parse<Money> =>
  (given) => {
    const digits = minorDigits(currency);
    const number = withoutSign(given, currency);
    if (number === null && /\d/.test(given) && !/[a-z]\d|\d[a-z]\d/i.test(given))
      return wrong(`${said(given)} is no price in ${currency}, like 19.99`);
    const plain = number === null ? null : plainNumber(number, digits);
    const [, units, rest = ''] = /^(\d{1,16})(?:\.(\d{1,6}))?$/.exec(plain ?? '') ?? [];
    if (units === undefined) return wrong(`${said(given)} is no price, like 19.99`);
    if (/[^0]/.test(rest.slice(digits)))
      return wrong(`${said(given)} has more than ${digits} decimals, which ${currency} does not have`);
    const amount = Number(BigInt(units + rest.slice(0, digits).padEnd(digits, '0')));
    if (!Number.isSafeInteger(amount)) return wrong(`${said(given)} is too large`);
    const isPlain = /^\d+(?:\.\d+)?$/.test(given);
    return value(
      { amount, currency },
      isPlain ? undefined : `${said(given)} is taken as ${plain} ${currency}`,
    );
  };

/** The address of a picture. */
export const address: Parse<string> = (given) => {
  if (given.length > 2048 || !URL.canParse(given)) return wrong(`${said(given)} is no web address`);
  const { protocol, username, password } = new URL(given);
  if (protocol !== 'http:' && protocol !== 'https:') return wrong(`${said(given)} is neither http nor https`);
  return username || password ? wrong('has a user name or a password in it') : value(given);
};

/** Words, each once, in their order; no more than `max`. */
export const list =
  (max: number, maxLength: number, split: (text: string) => readonly string[]): Parse<readonly string[]> =>
  (given) => {
    const parsed = [...new Set(split(given).map((word) => word.trim()))]
      .filter(Boolean)
      .map(cutLine(maxLength));
    const words = [...new Set(parsed.flatMap((each) => ('value' in each ? [each.value] : [])))];
    const note = parsed.flatMap((each) => ('value' in each && each.note ? [each.note] : []))[0];
    return words.length > max
      ? value(words.slice(0, max), `has ${words.length} entries: the first ${max} are kept`)
      : value(words, note);
  };

/** A barcode; a spreadsheet that took it for a number has lost its digits. */
export const barcode: Parse<string | null> = (given) => {
  if (/^\d(\.\d+)?e\+\d+$/i.test(given))
    return value(
      null,
      `${said(given)} is a number that a spreadsheet has rounded, and is left out: format the column as text`,
    );
  return cutLine(LIMITS.barcode)(given);
};
