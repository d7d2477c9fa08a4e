import { firstIdAt } from '../../../kernel/ids.ts';
import { currentRequest, withRequest } from '../../../kernel/request.ts';
import type { Ports } from '../ports.ts';
import type { Finding } from './fault.ts';
import { placeAt, reconciliation } from './reconciliation.ts';

type Needs = Pick<Ports, 'orderAudit' | 'peerAudits' | 'discrepancies' | 'clock'>;

const RECENT_MS = 3 * 86_400_000;
const MAX_FINDINGS = 1_000;
const PAGE_MS = 10_000;

/** Puts right what can be, looks at all books and keeps what does not hold. */
export const reconcileAll = (ports: Needs) => async (): Promise<void> => {
  await ports.orderAudit.requeueLostJobs();
  const faults = await auditPages(ports, null, () => true);
  await ports.discrepancies.observe(faults, { from: null }, ports.clock());
};

/** The same for the orders of the last days, without the stock: often, and as fast in an old shop as in a new one. */
export const reconcileRecent = (ports: Needs) => async (): Promise<void> => {
  const [now, since] = [ports.clock(), new Date(ports.clock().getTime() - RECENT_MS)];
  await ports.orderAudit.requeueLostJobs();
  const parts = [null, placeAt('sales', since), placeAt('orders', since), placeAt('payments', since)];
  const found: Finding[] = [];
  for (const from of parts)
    found.push(
      ...(await auditPages(ports, from, (place) => place.split(':')[0] === (from?.split(':')[0] ?? 'whole'))),
    );
  await ports.discrepancies.observe(found.slice(0, MAX_FINDINGS), { from: firstIdAt('ord', since) }, now);
};

/** Page by page from a place, as long as the next one belongs to the walk. */
const auditPages = async (
  ports: Needs,
  from: string | null,
  belongs: (place: string) => boolean,
): Promise<Finding[]> => {
  const look = reconciliation(ports);
  const faults: Finding[] = [];
  for (let place = from, isFirst = true; isFirst || (place !== null && belongs(place)); isFirst = false) {
    const page = await withRequest(
      { id: currentRequest()?.id ?? 'reconcile', deadline: Date.now() + PAGE_MS },
      () => look(place),
    );
    faults.push(...page.faults);
    place = page.next;
  }
  return faults.slice(0, MAX_FINDINGS);
};
