import type { Readable } from 'node:stream';
import { type Group, groups } from './group.ts';
import type { ImportOptions, ImportPorts } from './productImport.ts';
import { type Imported, productsImport } from './productsImport.ts';
import type { Fault } from './row.ts';
import { rowsOf } from './rows.csv.ts';

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
