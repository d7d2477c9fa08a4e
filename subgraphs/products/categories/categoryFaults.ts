import type { Refusal } from '../../../kernel/outcome.ts';
import { isSlug } from '../catalogue/slug.ts';
import { fault, textFault } from '../check.ts';

type Fields = Readonly<{ name?: string | null | undefined; slug?: string | null | undefined; description?: string | null | undefined }>;

/** What is wrong with the fields that are given. */
export const categoryFaults = ({ name, slug, description }: Fields): Refusal[] => [
  ...(name == null ? [] : textFault('The name', name, 100, ['name'])),
  ...fault(slug != null && !isSlug(slug), 'A slug is lower-case words joined by dashes, at most 120 characters.', ['slug']),
  ...fault((description?.length ?? 0) > 5_000, 'The description may have at most 5000 characters.', ['description']),
];
