import type { Refusal } from '../../../kernel/outcome.ts';
import { isSlug, readSlug } from '../catalogue/slug.ts';
import { fault, textFault } from '../check.ts';
import { LIMITS } from '../limits.ts';

type Fields = Readonly<{
  name?: string | null | undefined;
  slug?: string | null | undefined;
  description?: string | null | undefined;
}>;

/** What is wrong with the fields that are given. */
export const categoryFaults = ({ name, slug, description }: Fields): Refusal[] => [
  ...(name == null ? [] : textFault('The name', name, LIMITS.categoryName, ['name'])),
  ...fault(
    slug != null && !isSlug(readSlug(slug)),
    `A slug is lower-case words joined by dashes, at most ${LIMITS.slug} characters.`,
    ['slug'],
  ),
  ...fault((description?.length ?? 0) > 5_000, 'The description may have at most 5000 characters.', [
    'description',
  ]),
];
