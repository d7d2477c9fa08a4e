import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { syncPayment } from '../providerSync/syncPayment.ts';

const DAYS = 35;
const DAY_MS = 86_400_000;

/**
 * Compares our books with the provider's account, payment by payment, and once more what differed before, however old. What was
 * never heard of is written first; what differs then is for people, and the audit shows it until both agree.
 */
export const ledgerCompare = (ports: Ports) => async (): Promise<void> => {
  const since = new Date(ports.now().getTime() - DAYS * DAY_MS);
  const known = await ports.payments.find(await ports.ledger.differing());
  await compareAll(
    ports,
    known.flatMap((payment) => (payment && payment.createdAt < since ? [payment] : [])),
  );
  for (let last: Payment['id'] | null = null; ; ) {
    const batch: Payment[] = await ports.payments.capturedSince(since, last);
    await compareAll(ports, batch);
    last = batch.at(-1)?.id ?? null;
    if (last === null) return;
  }
};

const compareAll = async (ports: Ports, payments: readonly Payment[]): Promise<void> => {
  for (const payment of payments)
    await compare(ports, payment).catch(() => ports.alarm('LEDGER_NOT_COMPARED', { paymentId: payment.id }));
};

const compare = async (ports: Ports, { id, providerId }: Payment): Promise<void> => {
  if (!providerId) return;
  await syncPayment(ports)(id);
  const [theirs, ours] = [await ports.provider.netBalance(providerId), await ports.ledger.cash(id)];
  const difference = theirs === null || theirs === ours ? null : { ours, theirs };
  await ports.ledger.saveComparison(id, difference);
  if (difference)
    ports.alarm('LEDGER_DIFFERS', { paymentId: id, ours: String(ours), theirs: String(theirs) });
};
