import { setTimeout as wait } from 'node:timers/promises';
import { unavailable } from '../../../kernel/errors.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import { currentRequest } from '../../../kernel/request.ts';
import type { Payment } from '../payment/payment.ts';
import type { SaveExtras } from '../payment/ports.ts';
import type { Ports } from '../ports.ts';
import { applySnapshot } from './applySnapshot.ts';
import { backoffMs, isOfProvider, retryAfterOf } from './backoff.ts';
import { type Change, unchanged } from './change.ts';
import type { Turn } from './ports.ts';
import type { ProviderSnapshot } from './snapshot.ts';

const MAX_ATTEMPTS = 12;

export type SyncPorts = Pick<Ports, 'payments' | 'syncTurns' | 'provider' | 'now' | 'newRefundId' | 'alarm'>;

/**
 * Writes what the provider said after `before` was loaded. Where the payment has changed since, the answer may be older than
 * that change: then the provider is asked again.
 */
export const saveSnapshot =
  (ports: SyncPorts) =>
  async (before: Payment, snapshot: ProviderSnapshot, extras: SaveExtras = {}): Promise<Payment> =>
    (await saveChange(ports, applySnapshot(before, snapshot, ports), extras)) ??
    syncPayment(ports)(before.id, extras);

/**
 * Retrieves the payment from the provider and saves its state. One process at a time syncs a payment; after a failure it pauses.
 * Throws SERVICE_UNAVAILABLE if the provider does not answer. Safe to repeat.
 */
export const syncPayment =
  (ports: SyncPorts) =>
  async (id: PaymentId, extras: SaveExtras = {}): Promise<Payment> => {
    const known = await loadPayment(ports, id);
    if (!known.providerId) return known;
    return (
      (await inSyncTurn(ports, id, () => retrieveAndSave(ports, id, extras))) ??
      changePayment(ports)(id, unchanged, extras)
    );
  };

const retrieveAndSave = async (ports: SyncPorts, id: PaymentId, extras: SaveExtras): Promise<Payment> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await loadPayment(ports, id);
    if (!before.providerId) return before;
    const snapshot = await ports.provider.retrieve(before.providerId);
    const after = await saveChange(ports, applySnapshot(before, snapshot, ports), extras);
    if (after) return after;
  }
  throw unavailable('payments');
};

/** Saves a change that does not depend on the provider. Decides again if the payment changed meanwhile. */
export const changePayment =
  (ports: SyncPorts) =>
  async (id: PaymentId, decide: (payment: Payment) => Change, extras: SaveExtras = {}): Promise<Payment> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const after = await saveChange(ports, decide(await loadPayment(ports, id)), extras);
      if (after) return after;
    }
    throw unavailable('payments');
  };

export const loadPayment = async ({ payments }: Pick<Ports, 'payments'>, id: PaymentId): Promise<Payment> => {
  const [payment] = await payments.find([id]);
  if (payment) return payment;
  throw new Error(`there is no payment ${id}`);
};

const saveChange = async (
  { payments, alarm }: SyncPorts,
  decided: Change,
  extras: SaveExtras,
): Promise<Payment | null> => {
  if (!(await payments.save(decided, extras))) return null;
  for (const { what, about } of decided.alarms) alarm(what, about);
  return decided.after;
};

const POLL_MS = 50;
const MAX_WAIT_MS = 10_000;
const SLACK_MS = 250;
/** Pauses up to this length are waited for. */
const SHORT_MS = 1_000;

type Needs = Pick<Ports, 'syncTurns' | 'now'>;

/**
 * Looks at a payment when it is our turn: one process at a time, and after a failed look not before its pause is over. Null where
 * a look that began after this call was written by another process, so that there is nothing left to ask. Throws
 * SERVICE_UNAVAILABLE during a pause, and what `look` throws.
 */
export const inSyncTurn = async <T>(
  ports: Needs,
  id: PaymentId,
  look: () => Promise<T>,
): Promise<T | null> => {
  const turn = await claimTurn(ports, id, true);
  return turn && runTurn(ports, turn, look);
};

/** The same for what has to be done whatever another process has snapshot. */
export const inExclusiveTurn = async (
  ports: Needs,
  id: PaymentId,
  run: () => Promise<void>,
): Promise<void> => {
  const turn = await claimTurn(ports, id, false);
  if (turn) await runTurn(ports, turn, run);
};

const runTurn = async <T>({ syncTurns }: Needs, turn: Turn, look: () => Promise<T>): Promise<T> => {
  try {
    const snapshot = await look();
    await syncTurns.end(turn);
    return snapshot;
  } catch (error) {
    await (isOfProvider(error)
      ? syncTurns.fail(turn, backoffMs(turn.failures + 1, retryAfterOf(error)))
      : syncTurns.release(turn));
    throw error;
  }
};

/** Waits for the turn. A sync that is running at the first try may have begun before our reason to sync; a later one has not. */
const claimTurn = async ({ syncTurns, now }: Needs, id: PaymentId, shares: boolean): Promise<Turn | null> => {
  const until = Math.min(
    now().getTime() + MAX_WAIT_MS,
    (currentRequest()?.deadline ?? Number.POSITIVE_INFINITY) - SLACK_MS,
  );
  let older: number | null = null;
  for (;;) {
    const claimed = await syncTurns.claim(id, older);
    if (claimed.kind === 'claimed') return claimed.turn;
    const isLong = claimed.kind === 'paused' && claimed.leftMs > SHORT_MS;
    if (isLong || now().getTime() >= until) throw unavailable('payment provider');
    if (claimed.kind === 'busy' && shares) older ??= claimed.turn;
    if (claimed.kind === 'busy' && older !== null && claimed.applied > older) return null;
    await wait(POLL_MS);
  }
};
