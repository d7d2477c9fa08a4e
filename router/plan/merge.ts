import { type Data, isData, own, setOwn } from './plan.ts';

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
