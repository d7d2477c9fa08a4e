import { type Journal, openJournal, readJournal, replaceJournal } from './journal.file.ts';
import { forgotten } from './retention.ts';
import { apply, type Change, emptyWorld, type Table, type World } from './world.ts';

export type Store = Readonly<{
  world: World;
  /** All of a unit's changes at once. Nothing may be answered before `durable`. */
  commit(changes: readonly Change[]): void;
  durable(): Promise<void>;
  /** Called with every commit, once it is on disk. */
  listen(listener: (changes: readonly Change[]) => void): void;
  close(): Promise<void>;
}>;

/** The world in memory, and every change of it as one line of an append-only file, which is made compact at each start. */
export const openStore = async (path: string, now: number): Promise<Store> => {
  const world = emptyWorld();
  for await (const changes of readJournal<Change[]>(path)) applyAll(world, changes);
  applyAll(world, forgotten(world, now));
  await replaceJournal(path, snapshot(world));
  return storeOf(world, await openJournal(path));
};

const storeOf = (world: World, journal: Journal): Store => {
  const listeners: ((changes: readonly Change[]) => void)[] = [];
  return {
    world,
    commit: (changes) => {
      if (changes.length === 0) return;
      applyAll(world, changes);
      journal.append(JSON.stringify(changes));
      const tell = () => {
        for (const listener of listeners) listener(changes);
      };
      journal.settled().then(tell, () => undefined);
    },
    durable: () => journal.settled(),
    listen: (listener) => void listeners.push(listener),
    close: () => journal.close(),
  };
};

const applyAll = (world: World, changes: readonly Change[]): void => {
  for (const { table, id, row } of changes) apply(world, table, id, row);
};

function* snapshot(world: World): Generator<string> {
  for (const table of Object.keys(world) as Table[])
    for (const [id, row] of world[table]) {
      const line: Change[] = [{ table, id, row }];
      yield JSON.stringify(line);
    }
}
