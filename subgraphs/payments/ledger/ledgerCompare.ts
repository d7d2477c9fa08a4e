import type { Payment } from '../payment.ts';
import type { Ports } from '../ports.ts';
import { settle } from '../sightings/apply.ts';

const DAYS = 35;
const DAY_MS = 86_400_000;

/**
 * Compares our books with the provider's account, payment by payment. What was never heard of is written first; what differs
 * then is for people.
 */
export const ledgerCompare = (ports: Ports) => async (): Promise<void> => {
  const since = new Date(ports.now().getTime() - DAYS * DAY_MS);
  for (let last: Payment['id'] | null = null; ; ) {
    const batch: Payment[] = await ports.payments.taken(since, last);
    for (const payment of batch) await compare(ports, payment).catch(() => ports.alarm('LEDGER_NOT_COMPARED', { paymentId: payment.id }));
    last = batch.at(-1)?.id ?? null;
    if (last === null) return;
  }
};

const compare = async (ports: Ports, { id, providerId }: Payment): Promise<void> => {
  if (!providerId) return;
  await settle(ports)(id);
  const [theirs, ours] = [await ports.provider.cash(providerId), await ports.ledger.cash(id)];
  if (theirs !== null && theirs !== ours) ports.alarm('LEDGER_DIFFERS', { paymentId: id, ours: String(ours), theirs: String(theirs) });
};
