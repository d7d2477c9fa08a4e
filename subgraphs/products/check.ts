import type { Refusal } from '../../kernel/outcome.ts';

type Field = readonly (string | number)[];

const invalid = (message: string, field: Field): Refusal => ({ code: 'INVALID', message, field });

/** Texts that people type: trimmed, not empty, not too long, no control characters. */
export const textFault = (what: string, text: string, max: number, field: Field): Refusal[] => {
  if (text.trim() === '') return [invalid(`${what} must not be empty.`, field)];
  if (text.length > max) return [invalid(`${what} may have at most ${max} characters.`, field)];
  return /\p{Cc}/u.test(text) ? [invalid(`${what} must not have control characters.`, field)] : [];
};

/** Whole numbers within bounds. */
export const rangeFault = (what: string, value: number, min: number, max: number, field: Field): Refusal[] =>
  Number.isInteger(value) && value >= min && value <= max
    ? []
    : [invalid(`${what} must be ${min} to ${max}.`, field)];

export const countFault = (
  what: string,
  all: readonly unknown[],
  min: number,
  max: number,
  field: Field,
): Refusal[] =>
  all.length >= min && all.length <= max
    ? []
    : [invalid(min > 0 ? `There have to be ${min} to ${max} ${what}.` : `At most ${max} ${what}.`, field)];

export const fault = (condition: boolean, message: string, field: Field): Refusal[] =>
  condition ? [invalid(message, field)] : [];
