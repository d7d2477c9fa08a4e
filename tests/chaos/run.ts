import { buy } from './buyer.ts';
import { clientOf } from './client.ts';
import { breakThings, heal } from './faults.ts';
import { type History, openHistory } from './history.ts';
import { type Violation, violationsOf } from './invariants.ts';
import { randomOf } from './random.ts';
import { ENDLESS, INITIAL_STOCK, LIMITED, ONCE_EACH, setUpShop, signUp, staffAccount } from './setup.ts';
import { startChaosShop } from './shop.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { finishAdjustment, workAtShop } from './staff.ts';
import { type Account, type Actor, pause, signIn, type World } from './world.ts';

export type Options = Readonly<{
  seed: number;
  minutes: number;
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

/** How long what was begun may take to its end once all is healed. */
const SETTLE_MS = 120_000;
const SETTLE_LOOK_MS = 2_000;
const CUSTOMERS = 4;

/** Runs a shop under random load and faults, lets it come to rest, and checks the invariants. */
export const run = async (options: Options): Promise<Run> => {
  const { seed, onMessage } = options;
  const recorder = openHistory();
  const shop = await startChaosShop(recorder.note);
  try {
    const bare = { shop, recorder, client: clientOf(shop.url, recorder), staff: staffAccount() };
    const variants = await setUpShop(bare);
    const accounts: Account[] = [];
    for (let at = 0; at < CUSTOMERS; at++)
      accounts.push(await signUp(bare, randomOf(seed, `customer-${at}`)));
    const endsAt = Date.now() + options.minutes * 60_000;
    const world: World = {
      ...bare,
      variants,
      codes: [LIMITED.code, ONCE_EACH.code, ENDLESS.code],
      isOver: () => Date.now() > endsAt,
    };
    onMessage(
      `The shop is open at ${shop.url}; ${options.buyers} buyers, ${options.staff} staff, seed ${seed}`,
    );
    await play(world, options, accounts);
    onMessage('Healed; waiting until all has come to its end');
    const snapshot = await settle(world);
    const violations = violationsOf(snapshot, recorder.history, INITIAL_STOCK);
    return { history: recorder.history, snapshot, violations, dataDir: shop.dataDir };
  } finally {
    await shop.stop(options.keep);
  }
};

const play = async (
  world: World,
  { seed, buyers, staff, withFaults }: Options,
  accounts: readonly Account[],
): Promise<void> => {
  const actor = (name: string): Actor => ({ name, random: randomOf(seed, name), world });
  await Promise.all([
    ...Array.from({ length: buyers }, (_, at) =>
      buy(actor(`buyer-${at}`), at % 3 === 0 ? (accounts[(at / 3) % accounts.length] ?? null) : null),
    ),
    ...Array.from({ length: staff }, (_, at) => workAtShop(actor(`staff-${at}`))),
    withFaults ? breakThings(actor('faults')) : null,
  ]);
};

/** Puts everything back, finishes what staff have begun, and looks until nothing waits any more. */
const settle = async (world: World): Promise<Snapshot> => {
  const deadline = Date.now() + SETTLE_MS;
  await heal(world);
  await finishAdjustments(world);
  for (;;) {
    await heal(world);
    const snapshot = await takeSnapshot(world.shop, world.variants).catch(() => null);
    const waiting =
      snapshot &&
      violationsOf(snapshot, world.recorder.history, INITIAL_STOCK).filter(({ kind }) => IN_TIME.has(kind));
    if (snapshot && waiting?.length === 0) return snapshot;
    if (Date.now() > deadline) return snapshot ?? takeSnapshot(world.shop, world.variants);
    await pause(SETTLE_LOOK_MS);
  }
};
/** What becomes right by itself within a while. */
const IN_TIME: ReadonlySet<string> = new Set([
  'NOT_SETTLED',
  'RESERVATION_LEFT',
  'AUTHORIZATION_LEFT',
  'INVOICE_MISSING',
  'ORDER_REFUNDED',
  'REFUNDED_DIFFERS',
  'CHARGE_OF_CANCELLED',
  'CAPTURED_DIFFERS',
  'CHARGE_ORPHAN',
  'PROMOTION_OF_CANCELLED',
  'STOCK_SOLD',
]);

const finishAdjustments = async (world: World): Promise<void> => {
  const { history } = world.recorder;
  for (let round = 0; round < 30 && history.uncertainAdjustments.size > 0; round++) {
    world.staff.signedInAt = 0;
    if (await signIn(world, world.staff))
      for (const [key, { variantId, delta }] of [...history.uncertainAdjustments])
        await finishAdjustment(world, key, variantId, delta, 1);
    await pause(1_000);
  }
};
