import type { Readable } from 'node:stream';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { type Group, groups } from './group.ts';
import { type Becoming, blank, merge } from './mergeProduct.ts';
import type { ImportOptions, ImportPorts, What } from './productImport.ts';
import { type Imported, productsImport } from './productsImport.ts';
import type { Fault } from './row.ts';
import { rowsOf } from './rows.csv.ts';
import { takenSku } from './skus.ts';

/** Takes those that are well so far a step further, all at once; the others stay what they are. In their order. */
export const further = async <A, B>(
  before: readonly Outcome<A>[],
  step: (all: readonly A[]) => Promise<readonly Outcome<B>[]>,
): Promise<Outcome<B>[]> => {
  const well = before.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const after = (await step(well)).values();
  return before.map((outcome) => (outcome.ok ? next(after) : outcome));
};

const next = <T>(values: Iterator<T>): T => {
  const { done, value } = values.next();
  if (done) throw new Error('A step has an outcome for each that it was given.');
  return value;
};

/** What an import would do with a product, with nothing written. */
export const dryRun = async (
  { products }: Pick<Ports, 'products'>,
  existing: Product | null,
  mergeTarget: Becoming,
): Promise<Outcome<What>> => {
  const merged = merge(existing ?? blank(mergeTarget.now), mergeTarget);
  if (!merged.ok) return merged;
  const free = await takenSku({ products }, mergeTarget.draft, existing);
  if (!free.ok) return free;
  if (!existing) return done('created');
  return done(merged.value.product === existing ? 'unchanged' : 'updated');
};

/** So many products go together, or so many rows: what is on its way to the store at once has a bound. */
const AT_A_TIME = 32;
const ROWS_AT_A_TIME = 256;

/** Imports a file as it is read: what became of each product, a few products after it was seen. No more of the file is in memory. */
export const fileImport = (ports: ImportPorts, options: ImportOptions & Readonly<{ currency: string }>) => {
  const bring = productsImport(ports, options);
  return async function* (file: Readable): AsyncGenerator<Imported> {
    const strays: Fault[] = [];
    let [some, rows]: [Group[], number] = [[], 0];
    let isToldOfColumns = false;
    for await (const group of groups(rowsOf(file), (fault) => strays.push(fault))) {
      some.push(group);
      rows += group.rows.length;
      if (some.length < AT_A_TIME && rows < ROWS_AT_A_TIME) continue;
      const brought = await bring(some);
      yield* isToldOfColumns ? brought : withColumns(brought, some);
      isToldOfColumns = true;
      yield* strays.splice(0).map(refused);
      [some, rows] = [[], 0];
    }
    const last = await bring(some);
    yield* isToldOfColumns ? last : withColumns(last, some);
    yield* strays.map(refused);
  };
};

/** With the first product goes which columns of the file are not read. */
const withColumns = ([first, ...others]: readonly Imported[], [group]: readonly Group[]): Imported[] => {
  if (!first) return [];
  const notes = (group?.rows[0].header?.unknown ?? []).map((name) => ({
    line: 1,
    text: `the column “${name}” is not known, and is left alone`,
  }));
  return [{ ...first, notes: [...notes, ...first.notes] }, ...others];
};

/** A row that belongs to no product. */
const refused = (fault: Fault): Imported => ({ handle: '', what: 'refused', faults: [fault], notes: [] });
