import { Client } from 'pg';
import { IN_TIME, violationsOf } from './checker/checker.ts';
import type { Snapshot } from './checker/snapshot.ts';
import { heal } from './faults.ts';
import { finishAdjustment } from './staff.ts';
import { takeSnapshot } from './takeSnapshot.ts';
import { pause, signIn, type World } from './world.ts';

/** How long what was begun may take to its end once all is healed. */
const SETTLE_MS = 120_000;
const LOOK_MS = 2_000;
const ROUNDS = 30;

/** Puts everything back, finishes what staff have begun, and looks until nothing waits any more. */
export const settle = async (world: World, signal: AbortSignal): Promise<Snapshot> => {
  const deadline = Date.now() + SETTLE_MS;
  await heal(world);
  await finishAdjustments(world);
  for (;;) {
    signal.throwIfAborted();
    await heal(world);
    await hastenRetries(world).catch(() => undefined);
    const isLast = Date.now() > deadline;
    const snapshot = await takeSnapshot(world.shop, world).catch((error: unknown) => {
      if (isLast) throw error;
      return null;
    });
    if (snapshot && (isLast || isAtRest(snapshot, world)))
      return { ...snapshot, passwords: await passwordsOf(world) };
    await pause(LOOK_MS);
  }
};

const isAtRest = (snapshot: Snapshot, { recorder }: World): boolean =>
  violationsOf(snapshot, recorder.history).every(({ kind }) => !IN_TIME.has(kind));

/** The queue waits longer after each try of a job, up to hours: what failed during the faults is tried now, as nobody waits that long. */
const hastenRetries = async ({ shop }: World): Promise<void> => {
  const { USERS_DATABASE_URL, ORDERS_DATABASE_URL, PAYMENTS_DATABASE_URL } = shop.urls;
  for (const url of [USERS_DATABASE_URL, ORDERS_DATABASE_URL, PAYMENTS_DATABASE_URL]) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(`update graphile_worker._private_jobs set run_at = now()
        where attempts > 0 and attempts < max_attempts and locked_at is null and run_at > now() + interval '10 seconds'`);
    } finally {
      await client.end();
    }
  }
};

const finishAdjustments = async (world: World): Promise<void> => {
  const isOpen = (): boolean => openAdjustments(world).length > 0;
  for (let round = 0; round < ROUNDS && isOpen(); round++) {
    world.staff.signedInAt = 0;
    if (await signIn(world, world.staff))
      for (const [key, { variantId, delta }] of openAdjustments(world))
        await finishAdjustment(world, key, variantId, delta, 1);
    await pause(1_000);
  }
};
/** Those without an answer; what is refused now stays unknown, and is not asked for again. */
const openAdjustments = ({ recorder }: World) =>
  [...recorder.history.adjustments].filter(([, { outcome, isOver }]) => outcome === 'failed' && !isOver);

/** Which of the passwords that an account has had signs in. */
const passwordsOf = async (world: World): Promise<ReadonlyMap<string, string | null>> => {
  const { writes } = world.recorder.history;
  const found = new Map<string, string | null>();
  for (const [register, written] of writes) {
    const [kind, email = ''] = register.split(' ');
    if (kind !== 'password') continue;
    found.set(email, null);
    for (const { value, outcome } of [...written].reverse()) {
      if (outcome === 'refused') continue;
      const account = { ...world.staff, email, password: value, signedInAt: 0 };
      if (!(await signIn(world, account))) continue;
      found.set(email, value);
      break;
    }
  }
  return found;
};
