import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../product.ts';
import { categoriesPlace, type Place } from './categoriesPlace.ts';
import { faultOf } from './columnOf.ts';
import { draftOf } from './draft.ts';
import type { Group } from './group.ts';
import { type ImportOptions, type ImportPorts, productImport, type What } from './productImport.ts';
import type { Fault } from './row.ts';
import type { Note } from './variants.ts';

/** What became of a product of the file. */
export type Imported = Readonly<{ handle: string; what: What | 'refused'; faults: readonly Fault[]; notes: readonly Note[] }>;

/** Brings products into the shop, some at a time; each is taken or refused whole, and none holds up another. */
export const productsImport = (ports: ImportPorts, options: ImportOptions & Readonly<{ currency: string }>) => {
  const place = categoriesPlace(ports, options.dryRun);
  const keep = productImport(ports, options);
  return async (groups: readonly Group[]): Promise<Imported[]> => {
    const existing = await ports.products.findBySlug(groups.map(({ handle }) => handle));
    const prepared = [];
    for (const [at, group] of groups.entries()) prepared.push(await prepare(group, existing[at] ?? null, options.currency, place, keep));
    return Promise.all(prepared.map((run) => run()));
  };
};

type Keep = ReturnType<typeof productImport>;

/** Categories are made one after the other, since products share them; the products themselves side by side. */
const prepare = async (
  group: Group,
  existing: Product | null,
  currency: string,
  place: Place,
  keep: Keep,
): Promise<() => Promise<Imported>> => {
  const { handle } = group;
  const drafted = draftOf(group, currency);
  if (!drafted.ok) return async () => ({ handle, what: 'refused', faults: drafted.faults, notes: [] });
  const { draft } = drafted;
  const placed = await place(draft.categories);
  return async () => {
    const outcome: Outcome<What> = placed.ok ? await keep(draft, existing, placed.value) : andThen(placed, () => done('unchanged'));
    if (outcome.ok) return { handle, what: outcome.value, faults: [], notes: draft.notes };
    return { handle, what: 'refused', faults: outcome.refusals.map((refusal) => faultOf(draft, refusal)), notes: [] };
  };
};
