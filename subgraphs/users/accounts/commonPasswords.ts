import { dictionary } from '@zxcvbn-ts/language-common';

/** The fifty thousand passwords that are tried first, in lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(dictionary.passwords);
