import type { Outcome } from '../../../kernel/outcome.ts';
import type { Tree } from './tree.ts';

export type CategoriesPorts = Readonly<{
  categories: {
    tree(): Promise<Tree>;
    /** Loads, decides and saves the whole tree as one atomic step; a lost race is decided again. */
    change(decide: (tree: Tree) => Outcome<Tree>): Promise<Outcome<Tree>>;
    /** Notes with the products what changed above them, for search. Safe to run again; a change that was not noted yet is kept for it. */
    noteWithProducts(): Promise<void>;
  };
}>;
