import type { Change, Table, Tables, World } from './world.ts';

/** What a unit of work is given from outside: time, randomness, who asks. */
export type Given = Readonly<{
  /** epoch ms */
  now: number;
  id(prefix: string): string;
  publicUrl: string;
  /** whether events are sent anywhere */
  webhooks: boolean;
  /** how long (ms) a test card takes to fail a refund or open a dispute */
  laterMs: number;
  /** the currency that the account settles in; null: in that of each charge */
  settlement: Readonly<{ currency: string; rate: number }> | null;
  request: Readonly<{ id: string; key: string | null }> | null;
}>;

/** One unit of work: it sees its own changes, and the world sees them all together or never. */
export type Unit = Given &
  Readonly<{
    seconds: number;
    find<T extends Table>(table: T, id: string): Tables[T] | null;
    /** Oldest first. */
    all<T extends Table>(table: T): Tables[T][];
    put<T extends Table>(table: T, row: Tables[T]): Tables[T];
    drop(table: Table, id: string): void;
    changes(): Change[];
  }>;

export const unitOf = (world: World, given: Given): Unit => {
  const changes = new Map<string, Change>();
  const rowOf = <T extends Table>(table: T, id: string): Tables[T] | null | undefined => {
    const change = changes.get(`${table}/${id}`);
    return change && isOf(table, change) ? change.row : undefined;
  };
  const find = <T extends Table>(table: T, id: string): Tables[T] | null => {
    const changed = rowOf(table, id);
    return changed === undefined ? (world[table].get(id) ?? null) : changed;
  };
  return {
    ...given,
    seconds: Math.floor(given.now / 1000),
    find,
    all: (table) => {
      const added = [...changes.values()].filter(
        (change) => change.table === table && !world[table].has(change.id),
      );
      return [...world[table].keys(), ...added.map((change) => change.id)]
        .map((id) => find(table, id))
        .filter((row) => row !== null);
    },
    put: (table, row) => {
      changes.set(`${table}/${row.id}`, changeOf(table, row.id, row));
      return row;
    },
    drop: (table, id) => void changes.set(`${table}/${id}`, changeOf(table, id, null)),
    changes: () => [...changes.values()],
  };
};

type ChangeOf<T extends Table> = Readonly<{ table: T; id: string; row: Tables[T] | null }>;

const isOf = <T extends Table>(table: T, change: ChangeOf<Table>): change is ChangeOf<T> =>
  change.table === table;

const changeOf = <T extends Table>(table: T, id: string, row: Tables[T] | null): ChangeOf<T> => ({
  table,
  id,
  row,
});
