/** The first of all in an order; no more are put in order than are asked for. */
export const topOf = <T>(all: Iterable<T>, compare: (a: T, b: T) => number, limit: number): T[] => {
  const first: T[] = [];
  for (const each of all) {
    const last = first.at(-1);
    if (first.length === limit && last !== undefined && compare(each, last) >= 0) continue;
    first.splice(indexFor(first, each, compare), 0, each);
    if (first.length > limit) first.pop();
  }
  return first;
};

const indexFor = <T>(first: readonly T[], each: T, compare: (a: T, b: T) => number): number => {
  let [low, high] = [0, first.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(first[middle] as T, each) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};
