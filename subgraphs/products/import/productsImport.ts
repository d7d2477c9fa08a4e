import type { Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import { categoriesPlace, type Place } from './categoriesPlace.ts';
import { faultOf } from './columnOf.ts';
import { draftOf, type ProductDraft } from './draft.ts';
import type { Group } from './group.ts';
import { type ImportOptions, type ImportPorts, productImport, type What } from './productImport.ts';
import type { Fault } from './row.ts';
import type { Note } from './variants.ts';

/** What became of a product of the file. */
export type Imported = Readonly<{ handle: string; what: What | 'refused'; faults: readonly Fault[]; notes: readonly Note[] }>;

/** Brings products into the shop, some at a time; each is taken or refused whole, and none holds up another. */
export const productsImport = (ports: ImportPorts, options: Options) => {
  const place = categoriesPlace(ports, options.dryRun);
  const keep = productImport(ports, options);
  const prepared = prepare(place, keep, options);
  return async (groups: readonly Group[]): Promise<Imported[]> => {
    const existing = await ports.products.findBySlug(groups.map(({ handle }) => handle));
    const runs = [];
    for (const [at, group] of groups.entries()) runs.push(await prepared(group, existing[at] ?? null));
    return Promise.all(runs.map((run) => run()));
  };
};

type Keep = ReturnType<typeof productImport>;
type Options = ImportOptions & Readonly<{ currency: string }>;

/** Categories are made one after the other, since products share them; the products themselves side by side. */
const prepare =
  (place: Place, keep: Keep, { currency, pictures }: Options) =>
  async ({ handle, rows }: Group, existing: Product | null): Promise<() => Promise<Imported>> => {
    const drafted = draftOf({ handle, rows }, currency);
    if (!drafted.ok) return async () => ({ handle, what: 'refused', faults: drafted.faults, notes: [] });
    const { draft } = drafted;
    const notes = pictures ? draft.notes : [...draft.notes, ...skippedPictures(draft)];
    const placed = await place(draft.categories);
    return async () => {
      const outcome: Outcome<What> = placed.ok ? await keep(draft, existing, placed.value) : placed;
      if (outcome.ok) return { handle, what: outcome.value, faults: [], notes };
      return { handle, what: 'refused', faults: outcome.refusals.map((refusal) => faultOf(draft, refusal)), notes: [] };
    };
  };

const skippedPictures = ({ pictures }: ProductDraft): Note[] =>
  pictures
    .slice(0, 1)
    .map(({ line }) => ({ line, text: 'Image Src is left alone: --pictures fetches the pictures of products that have none' }));
