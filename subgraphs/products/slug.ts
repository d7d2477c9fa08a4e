import { wordsOf } from './search/words.ts';

const MAX_LENGTH = 120;
const SLUG = /^[\p{Ll}\p{Lo}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{N}]+)*$/u;

/** A name for addresses, made of a title: folded words joined by dashes. */
export const slugOf = (title: string): string => wordsOf(title).join('-').slice(0, MAX_LENGTH).replace(/-+$/, '') || 'product';

/** Whether a given text may be a name in addresses. */
export const isSlug = (text: string): boolean => text.length <= MAX_LENGTH && SLUG.test(text);

/** Names to try in turn, as others may be taken; the last ones are random and hardly ever are. */
export const slugsToTry = (slug: string, random: () => string): string[] => [
  slug,
  ...[2, 3, 4, 5].map((n) => `${slug}-${n}`),
  ...[random(), random()].map((suffix) => `${slug}-${suffix}`),
];
