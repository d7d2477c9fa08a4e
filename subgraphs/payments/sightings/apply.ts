import { unavailable } from '../../../kernel/errors.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import type { Payment } from '../payment.ts';
import type { Marks, Ports } from '../ports.ts';
import { type Change, still } from './change.ts';
import { observe } from './observe.ts';
import type { Sighting } from './sighting.ts';
import { inTurn } from './turn.ts';

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
