import type { Log } from '../../kernel/log.ts';
import type { Store } from '../journal/store.journal.ts';
import type { Change, Delivery } from '../journal/world.ts';
import { choose } from './choose.ts';
import { tried } from './delivery.ts';
import { bodyOf, post } from './post.http.ts';
import { type Settings, usual } from './settings.ts';

type Options = Readonly<{
  store: Store;
  log: Log;
  secrets: readonly string[];
  url: string | null;
  schedule: readonly number[];
  now(): number;
}>;

export type Dispatcher = Readonly<{
  settings(): Settings;
  change(changes: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings;
  reset(): Settings;
  /** Sends an event again, so often, all at once; the answers are not counted as deliveries. */
  resend(eventId: string, times: number): Promise<string[]>;
  close(): Promise<void>;
}>;

type Work = Options & {
  readonly pending: Set<string>;
  readonly sending: Map<string, Promise<void>>;
  readonly stop: AbortController;
  settings: Settings;
  timer: NodeJS.Timeout | undefined;
};

const GATHER_MS = 250;
const LONGEST_TIMER_MS = 3_600_000;

/** Sends what is pending until it is answered with 2xx; what is pending is in the store, so a restart goes on with it. */
export const startDispatcher = (options: Options): Dispatcher => {
  const { store, url } = options;
  const pending = [...store.world.delivery.values()].filter(({ status }) => status === 'pending');
  // After a restart whoever was away is likely back: what waits is tried at once, and its schedule begins anew.
  store.commit(
    pending.map((row) => ({
      table: 'delivery',
      id: row.id,
      row: { ...row, attempts: 0, nextAt: options.now() },
    })),
  );
  const work: Work = {
    ...options,
    pending: new Set(pending.map(({ id }) => id)),
    sending: new Map(),
    stop: new AbortController(),
    settings: usual(url),
    timer: undefined,
  };
  store.listen((changes) => take(work, changes));
  pump(work);
  return {
    settings: () => work.settings,
    change: ({ url: to, ...changes }) =>
      set(work, { ...work.settings, ...(to === undefined ? {} : { url: to }), ...said(changes) }),
    reset: () => set(work, usual(url)),
    resend: async (eventId, times) =>
      work.settings.url ? copies(work, eventId, times, work.settings.url) : [],
    close: async () => {
      work.stop.abort();
      clearTimeout(work.timer);
      await Promise.all(work.sending.values());
    },
  };
};

const said = (changes: object): Partial<Settings> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

const set = (work: Work, settings: Settings): Settings => {
  work.settings = settings;
  pump(work);
  return settings;
};

/** New events; where they are to be reordered, a moment's worth of them is gathered first. */
const take = (work: Work, changes: readonly Change[]): void => {
  const added = changes.filter(
    ({ table, id }) => table === 'delivery' && work.store.world.delivery.get(id)?.attempts === 0,
  );
  if (added.length === 0) return;
  for (const { id } of added) work.pending.add(id);
  setTimeout(pump, work.settings.reorder ? GATHER_MS : 0, work);
};

const pump = (work: Work): void => {
  clearTimeout(work.timer);
  if (work.stop.signal.aborted) return;
  const waiting = [...work.pending]
    .filter((id) => !work.sending.has(id))
    .flatMap((id) => work.store.world.delivery.get(id) ?? []);
  const { send: now, wakeIn } = choose(waiting, work.settings, work.sending.size, work.now());
  for (const delivery of now) work.sending.set(delivery.id, send(work, delivery, work.settings.url ?? ''));
  if (wakeIn !== null) work.timer = setTimeout(pump, Math.min(wakeIn, LONGEST_TIMER_MS), work);
};

const send = async (work: Work, delivery: Delivery, to: string): Promise<void> => {
  const [answer = 'no event'] = await copies(work, delivery.id, work.settings.copies, to);
  work.sending.delete(delivery.id);
  if (work.stop.signal.aborted) return;
  const after = tried(delivery, answer, work.now(), work.schedule);
  if (after.status !== 'pending') work.pending.delete(after.id);
  work.store.commit([{ table: 'delivery', id: after.id, row: after }]);
  work.log.info({ event: after.id, answer, attempt: after.attempts, outcome: after.status }, 'webhook sent');
  pump(work);
};

const copies = async (
  { store, secrets, stop, now }: Work,
  eventId: string,
  times: number,
  url: string,
): Promise<string[]> => {
  const body = bodyOf(store, eventId);
  if (body === null) return [];
  return Promise.all(
    Array.from({ length: times }, () => post({ url, body, secrets, now: now(), stop: stop.signal })),
  );
};
