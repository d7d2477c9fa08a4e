import { type Data, isData, own, type Place, setOwn } from './queryPlan.ts';

/** Where in the data a plan has come to: all that stands at a path, with `@` for every item of a list. */
export type Cursor = Readonly<{ path: Place; data: readonly Data[] }>;

/** Everything at a path below; what is not there is left out. */
export const below = ({ path, data }: Cursor, further: Place): Cursor => {
  const found: Data[] = [];
  for (const one of data) collect(one, further, 0, found);
  return { path: [...path, ...further], data: found };
};

const collect = (value: unknown, path: Place, at: number, found: Data[]): void => {
  if (Array.isArray(value)) {
    const next = path[at] === '@' ? at + 1 : at;
    for (const item of value) collect(item, path, next, found);
  } else if (isData(value)) {
    if (at === path.length) found.push(value);
    else collect(own(value, String(path[at])), path, at + 1, found);
  }
};

/** The places of all data at a path, in the order in which a cursor has them. */
export const placesAt = (root: Data, path: Place): Place[] => {
  const found: Place[] = [];
  const walk = (value: unknown, at: number, place: Place): void => {
    if (Array.isArray(value)) {
      const next = path[at] === '@' ? at + 1 : at;
      for (const [i, item] of value.entries()) walk(item, next, [...place, i]);
    } else if (isData(value)) {
      if (at === path.length) found.push(place);
      else walk(own(value, String(path[at])), at + 1, [...place, path[at] ?? '']);
    }
  };
  walk(root, 0, []);
  return found;
};

/** Adds to the target what another fetch answered of the same thing; where both have lists of one length, item by item. */
export const merge = (target: Data, source: unknown): void => {
  if (!isData(source)) return;
  for (const name of Object.keys(source)) {
    const [known, fresh] = [own(target, name), source[name]];
    if (fresh === undefined) continue;
    if (isData(known) && isData(fresh)) merge(known, fresh);
    else if (Array.isArray(known) && Array.isArray(fresh) && known.length === fresh.length)
      mergeItems(known, fresh);
    else setOwn(target, name, fresh);
  }
};

const mergeItems = (target: unknown[], source: readonly unknown[]): void => {
  for (const [i, fresh] of source.entries()) {
    const known = target[i];
    if (isData(known) && isData(fresh)) merge(known, fresh);
    else target[i] = fresh;
  }
};
