import { setTimeout as wait } from 'node:timers/promises';
import { unavailable } from '../../../kernel/errors.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import { currentRequest } from '../../../kernel/request.ts';
import type { Payment } from '../payment/payment.ts';
import type { Marks, Ports } from '../ports.ts';
import { observe } from './applySnapshot.ts';
import { backoffMs, isOfProvider, retryAfterOf } from './backoff.ts';
import { type Change, still } from './change.ts';
import type { Turn } from './ports.ts';
import type { Sighting } from './snapshot.ts';

const MAX_ATTEMPTS = 12;

export type Applies = Pick<Ports, 'payments' | 'looks' | 'provider' | 'now' | 'newRefundId' | 'alarm'>;

/**
 * Writes what the provider said after `before` was loaded. Where the payment has changed since, the answer may be older than
 * that change: then the provider is asked again.
 */
export const apply =
  (ports: Applies) =>
  async (before: Payment, seen: Sighting, marks: Marks = {}): Promise<Payment> =>
    (await write(ports, observe(before, seen, ports), marks)) ?? settle(ports)(before.id, marks);

/** Asks the provider how a payment stands and writes that: one process at a time, with pauses after looks that failed. */
export const settle =
  (ports: Applies) =>
  async (id: PaymentId, marks: Marks = {}): Promise<Payment> => {
    const known = await mustFind(ports, id);
    if (!known.providerId) return known;
    return (await inTurn(ports, id, () => lookAndWrite(ports, id, marks))) ?? change(ports)(id, still, marks);
  };

const lookAndWrite = async (ports: Applies, id: PaymentId, marks: Marks): Promise<Payment> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await mustFind(ports, id);
    if (!before.providerId) return before;
    const seen = await ports.provider.look(before.providerId);
    const after = await write(ports, observe(before, seen, ports), marks);
    if (after) return after;
  }
  throw unavailable('payments');
};

/** A change that the provider has no part in, decided again wherever something else came first. */
export const change =
  (ports: Applies) =>
  async (id: PaymentId, decide: (payment: Payment) => Change, marks: Marks = {}): Promise<Payment> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const after = await write(ports, decide(await mustFind(ports, id)), marks);
      if (after) return after;
    }
    throw unavailable('payments');
  };

export const mustFind = async ({ payments }: Pick<Ports, 'payments'>, id: PaymentId): Promise<Payment> => {
  const [payment] = await payments.find([id]);
  if (payment) return payment;
  throw new Error(`there is no payment ${id}`);
};

const write = async (
  { payments, alarm }: Applies,
  decided: Change,
  marks: Marks,
): Promise<Payment | null> => {
  if (!(await payments.save(decided, marks))) return null;
  for (const { what, about } of decided.alarms) alarm(what, about);
  return decided.after;
};

const POLL_MS = 50;
const PATIENCE_MS = 10_000;
const SLACK_MS = 250;
/** A pause of that length is waited for. */
const SHORT_MS = 1_000;

type Needs = Pick<Ports, 'looks' | 'now'>;

/**
 * Looks at a payment when it is our turn: one process at a time, and after a failed look not before its pause is over. Null where
 * a look that began after this call was written by another process, so that there is nothing left to ask. Throws
 * SERVICE_UNAVAILABLE during a pause, and what `look` throws.
 */
export const inTurn = async <T>(ports: Needs, id: PaymentId, look: () => Promise<T>): Promise<T | null> => {
  const turn = await turnOf(ports, id, true);
  return turn && take(ports, turn, look);
};

/** The same for what has to be done whatever another process has seen. */
export const inOwnTurn = async (ports: Needs, id: PaymentId, run: () => Promise<void>): Promise<void> => {
  const turn = await turnOf(ports, id, false);
  if (turn) await take(ports, turn, run);
};

const take = async <T>({ looks }: Needs, turn: Turn, look: () => Promise<T>): Promise<T> => {
  try {
    const seen = await look();
    await looks.end(turn);
    return seen;
  } catch (error) {
    await (isOfProvider(error)
      ? looks.fail(turn, backoffMs(turn.failures + 1, retryAfterOf(error)))
      : looks.release(turn));
    throw error;
  }
};

/** Waits for its turn. The look that is under way at the first try may be older than the reason for ours; a later one is not. */
const turnOf = async ({ looks, now }: Needs, id: PaymentId, shares: boolean): Promise<Turn | null> => {
  const until = Math.min(
    now().getTime() + PATIENCE_MS,
    (currentRequest()?.deadline ?? Number.POSITIVE_INFINITY) - SLACK_MS,
  );
  let older: number | null = null;
  for (;;) {
    const claimed = await looks.claim(id, older);
    if (claimed.is === 'claimed') return claimed.turn;
    const isLong = claimed.is === 'paused' && claimed.leftMs > SHORT_MS;
    if (isLong || now().getTime() >= until) throw unavailable('payment provider');
    if (claimed.is === 'busy' && shares) older ??= claimed.turn;
    if (claimed.is === 'busy' && older !== null && claimed.applied > older) return null;
    await wait(POLL_MS);
  }
};
