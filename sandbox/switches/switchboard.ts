import { type Switch, type SwitchInput, take } from './switches.ts';

export type Switchboard = Readonly<{
  list(): readonly Switch[];
  add(input: SwitchInput): Switch;
  remove(id: string): boolean;
  clear(): void;
  /** The switches that this call trips; each trip counts. */
  trip(method: string, path: string): readonly Switch[];
}>;

/** In memory alone: a restart puts all switches back. */
export const createSwitchboard = (newId: (prefix: string) => string): Switchboard => {
  let all: readonly Switch[] = [];
  return {
    list: () => all,
    add: (input) => {
      const added: Switch = { ...input, id: newId('sw') };
      all = [...all, added];
      return added;
    },
    remove: (id) => {
      const before = all.length;
      all = all.filter((one) => one.id !== id);
      return all.length < before;
    },
    clear: () => {
      all = [];
    },
    trip: (method, path) => {
      const { hits, left } = take(all, method, path);
      all = left;
      return hits;
    },
  };
};
