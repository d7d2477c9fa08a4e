import { wordsOf } from '../search/words.ts';

const MAX_LENGTH = 120;
const SLUG = /^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u;

/** A name for addresses, made of a title: folded words joined by dashes. */
export const slugOf = (title: string): string => cut(wordsOf(title).join('-')) || 'product';

/** Never through the middle of a letter. */
const cut = (text: string): string =>
  text
    .slice(0, MAX_LENGTH)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/-+$/, '');

/** Whether a given text may be a name in addresses. */
export const isSlug = (text: string): boolean => text.length <= MAX_LENGTH && SLUG.test(text) && text === text.toLowerCase();

/** Names to try in turn, as others may be taken; the last ones are random and hardly ever are. */
export const slugsToTry = (slug: string, random: () => string): string[] => [
  slug,
  ...[2, 3, 4, 5].map((n) => `${slug}-${n}`),
  ...[random(), random()].map((suffix) => `${slug}-${suffix}`),
];
