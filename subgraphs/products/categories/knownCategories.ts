import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome, type Refusal, refuseAll } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { byId } from './tree.ts';

/** Refuses ids of categories that are not there. */
export const knownCategories =
  ({ categories }: Pick<Ports, 'categories'>) =>
  async (ids: readonly string[]): Promise<Outcome<true>> => {
    const wanted = ids.map((id) => readId('cat', id));
    if (wanted.length === 0) return done(true);
    const tree = await categories.tree();
    const unknown = wanted.flatMap((id, i): Refusal[] =>
      byId(tree, id)
        ? []
        : [{ code: 'NOT_FOUND', message: 'There is no such category.', field: ['categoryIds', i] }],
    );
    return unknown.length ? refuseAll(unknown) : done(true);
  };
