import type { CategoryId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import { categoriesPlace, type Place } from './categories.ts';
import { faultOf } from './columns.ts';
import type { Group } from './group.ts';
import { draftOf, type ProductDraft } from './productDraft.ts';
import {
  further,
  type ImportOptions,
  type ImportPorts,
  productImport,
  type Wanted,
  type What,
} from './productImport.ts';
import type { Fault, Note } from './row.ts';
import { withFreeSkus } from './skus.ts';

/** What became of a product of the file. */
export type Imported = Readonly<{
  handle: string;
  what: What | 'refused';
  faults: readonly Fault[];
  notes: readonly Note[];
}>;

type Options = ImportOptions & Readonly<{ currency: string }>;
type Read = Readonly<{ handle: string; existing: Product | null }> & ReturnType<typeof draftOf>;

/** Brings products into the shop, some at a time; each is taken or refused whole, and none holds up another. */
export const productsImport = (ports: ImportPorts, options: Options) => {
  const places = categoriesPlace(ports, options.dryRun);
  const keep = productImport(ports, options);
  return async (groups: readonly Group[]): Promise<Imported[]> => {
    if (groups.length === 0) return [];
    const existing = await ports.products.findBySlug(groups.map(({ handle }) => handle));
    const read = groups.map(
      (group, at): Read => ({
        handle: group.handle,
        existing: existing[at] ?? null,
        ...draftOf(group, options.currency),
      }),
    );
    const wellRead = read.filter((each) => each.ok);
    const free = await withFreeSkus(
      ports,
      wellRead.map(({ draft }) => draft),
    );
    const drafted = wellRead.map((each, at) => ({ ...each, draft: free[at] ?? each.draft }));
    const outcomes = await further(await placeAll(await places(), drafted), keep);
    return read.map((each) => {
      if (!each.ok) return refused(each.handle, each.faults);
      const at = wellRead.indexOf(each);
      return importedOf(drafted[at] ?? each, outcomes[at], options);
    });
  };
};

type Drafted = Extract<Read, { ok: true }>;

/** One after the other, since products share categories. */
const placeAll = async (place: Place, all: readonly Drafted[]): Promise<Outcome<Wanted>[]> => {
  const placed: Outcome<Wanted>[] = [];
  for (const { draft, existing } of all) {
    const found: Outcome<readonly CategoryId[]> = await place(draft.categories);
    placed.push(found.ok ? { ok: true, value: { draft, existing, categoryIds: found.value } } : found);
  }
  return placed;
};

const refused = (handle: string, faults: readonly Fault[]): Imported => ({
  handle,
  what: 'refused',
  faults,
  notes: [],
});

const importedOf = (
  { handle, draft }: Drafted,
  outcome: Outcome<What> | undefined,
  { pictures }: Options,
): Imported => {
  if (!outcome) throw new Error(`Nothing became of ${handle}.`);
  if (!outcome.ok)
    return refused(
      handle,
      outcome.refusals.map((refusal) => faultOf(draft, refusal)),
    );
  return {
    handle,
    what: outcome.value,
    faults: [],
    notes: pictures ? draft.notes : [...draft.notes, ...skippedPictures(draft)],
  };
};

const skippedPictures = ({ pictures }: ProductDraft): Note[] =>
  pictures.slice(0, 1).map(({ line, column }) => ({
    line,
    text: `${column} is left alone: --pictures fetches the pictures of products that have none`,
  }));
