import { buy } from './buyer.ts';
import { violationsOf } from './checker/checker.ts';
import { type History, openHistory } from './checker/history.ts';
import type { Snapshot } from './checker/snapshot.ts';
import type { Violation } from './checker/violation.ts';
import { clientOf } from './client.ts';
import { guardAccount } from './customer.ts';
import { breakThings } from './faults.ts';
import { stopOnSignal } from './interruption.ts';
import { randomOf } from './random.ts';
import { settle } from './settle.ts';
import { CODES, setUpShop, signUp, staffAccount } from './setup.ts';
import { startChaosShop } from './shop.ts';
import { workAtShop } from './staff.ts';
import type { Account, Actor, World } from './world.ts';

export type Options = Readonly<{
  seed: number;
  minutes: number;
  /** How much longer it may take until a first order is known to be placed, on a machine that is busy. */
  patienceMinutes: number;
  buyers: number;
  staff: number;
  withFaults: boolean;
  keep: boolean;
  onMessage(line: string): void;
}>;
export type Run = Readonly<{
  history: History;
  snapshot: Snapshot;
  violations: readonly Violation[];
  dataDir: string;
}>;

/** Accounts that several buyers share. */
const CUSTOMERS = 4;

/** Runs a shop under random load and faults, lets it come to rest, and checks the invariants. A signal ends it, and what it started. */
export const run = async (options: Options): Promise<Run> => {
  const interruption = stopOnSignal();
  try {
    return await runShop(options, interruption.signal);
  } finally {
    interruption.forget();
  }
};

const runShop = async (options: Options, signal: AbortSignal): Promise<Run> => {
  const recorder = openHistory();
  const shop = await startChaosShop(recorder.note, signal);
  try {
    const bare = { shop, recorder, client: clientOf(shop.url, recorder), staff: staffAccount() };
    const sold = await setUpShop(bare);
    const accounts: Account[] = [];
    for (let at = 0; at <= CUSTOMERS; at++)
      accounts.push(await signUp(bare, randomOf(options.seed, `customer-${at}`)));
    const world: World = { ...bare, ...sold, codes: CODES, isOver: endOf(options, recorder.history, signal) };
    const { buyers, staff, seed } = options;
    options.onMessage(`The shop is open at ${shop.url}; ${buyers} buyers, ${staff} staff, seed ${seed}`);
    await Promise.race([play(world, options, accounts), rejectionOf(signal)]);
    options.onMessage('Healed; waiting until all has come to its end');
    const snapshot = await settle(world, signal);
    const violations = violationsOf(snapshot, recorder.history);
    return { history: recorder.history, snapshot, violations, dataDir: shop.dataDir };
  } finally {
    await shop.stop(options.keep);
  }
};

/** Over after its time, as soon as anything is known to be sold. */
const endOf = (
  { minutes, patienceMinutes }: Options,
  { placed }: History,
  signal: AbortSignal,
): (() => boolean) => {
  const endsAt = Date.now() + minutes * 60_000;
  const latestAt = endsAt + patienceMinutes * 60_000;
  return () => signal.aborted || Date.now() > (placed.size > 0 ? endsAt : latestAt);
};

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const play = async (
  world: World,
  { seed, buyers, staff, withFaults }: Options,
  accounts: readonly Account[],
): Promise<void> => {
  const actor = (name: string): Actor => ({ name, random: randomOf(seed, name), world });
  const [guarded, ...shared] = accounts;
  await Promise.all([
    ...Array.from({ length: buyers }, (_, at) =>
      buy(actor(`buyer-${at}`), at % 3 === 0 ? (shared[(at / 3) % shared.length] ?? null) : null),
    ),
    ...Array.from({ length: staff }, (_, at) => workAtShop(actor(`staff-${at}`))),
    guarded ? guardAccount(actor('guardian'), guarded) : null,
    withFaults ? breakThings(actor('faults')) : null,
  ]);
};
