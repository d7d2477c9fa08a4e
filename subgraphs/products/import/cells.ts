import { type Money, minorDigits } from '../../../kernel/money.ts';
import type { Parse, Parsed } from './row.ts';

const said = (text: string): string => (text.length > 40 ? `“${text.slice(0, 40)}…”` : `“${text}”`);
const wrong = (reason: string) => ({ reason });
const value = <T>(is: T): Parsed<T> => ({ value: is });

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

/** What a decoder puts in place of bytes that it cannot read. */
const REPLACED = '\ufffd';
const NOT_UTF8 = 'has characters that are not UTF-8: save the file as UTF-8';
const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);

/** One line of text. */
export const line =
  (max: number): Parse<string> =>
  (text) => {
    if (text === '') return wrong('is empty');
    if (text.length > max) return wrong(`has ${text.length} characters, at most ${max} are allowed`);
    if (text.includes(REPLACED)) return wrong(NOT_UTF8);
    return hasControls(text) ? wrong('has control characters') : value(text);
  };

/** Text of any form, up to a length. */
export const text =
  (max: number): Parse<string> =>
  (given) => {
    if (given.length > max) return wrong(`has ${given.length} characters, at most ${max} are allowed`);
    return given.includes(REPLACED) ? wrong(NOT_UTF8) : value(given);
  };

export const truth: Parse<boolean> = (given) => {
  const lower = given.toLowerCase();
  return lower === 'true' || lower === 'false' ? value(lower === 'true') : wrong(`${said(given)} is neither true nor false`);
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
    return number >= min && number <= max ? value(number) : wrong(`${said(given)} is not from ${min} to ${max}`);
  };

/** Grams, rounded to whole ones. */
export const grams: Parse<number> = (given) => {
  if (!/^\d{1,9}(\.\d+)?$/.test(given)) return wrong(`${said(given)} is no weight in grams`);
  return value(Math.round(Number(given)));
};

/** A decimal price as minor units, exactly: no digit is lost, none is rounded. */
export const price =
  (currency: string): Parse<Money> =>
  (given) => {
    const [, units, rest = ''] = /^(\d{1,16})(?:\.(\d{1,6}))?$/.exec(given) ?? [];
    if (units === undefined) return wrong(`${said(given)} is no price, like 19.99`);
    const digits = minorDigits(currency);
    if (/[^0]/.test(rest.slice(digits))) return wrong(`${said(given)} has more than ${digits} decimals, which ${currency} does not have`);
    const amount = Number(BigInt(units + rest.slice(0, digits).padEnd(digits, '0')));
    return Number.isSafeInteger(amount) ? value({ amount, currency }) : wrong(`${said(given)} is too large`);
  };

/** The address of a picture. */
export const address: Parse<string> = (given) => {
  if (given.length > 2048 || !URL.canParse(given)) return wrong(`${said(given)} is no web address`);
  const { protocol, username, password } = new URL(given);
  if (protocol !== 'http:' && protocol !== 'https:') return wrong(`${said(given)} is neither http nor https`);
  return username || password ? wrong('has a user name or a password in it') : value(given);
};

/** Words between commas, each once, in their order. */
export const list =
  (max: number, each: Parse<string>): Parse<readonly string[]> =>
  (given) => {
    const words = [...new Set(given.split(',').map((word) => word.trim()))].filter(Boolean);
    if (words.length > max) return wrong(`has ${words.length} entries, at most ${max} are allowed`);
    for (const word of words) {
      const parsed = each(word);
      if ('reason' in parsed) return wrong(`${said(word)} ${parsed.reason}`);
    }
    return value(words);
  };

/** A barcode; a spreadsheet that took it for a number has lost its digits. */
export const barcode: Parse<string> = (given) => {
  if (/^\d(\.\d+)?e\+\d+$/i.test(given))
    return wrong(`${said(given)} is a number that a spreadsheet has rounded: format the column as text`);
  return /^[\w.\-/ ]{1,50}$/.test(given) ? value(given) : wrong(`${said(given)} is no barcode`);
};
