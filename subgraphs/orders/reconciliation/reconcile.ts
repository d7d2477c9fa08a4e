import { firstIdAt } from '../../../kernel/ids.ts';
import { currentRequest, withRequest } from '../../../kernel/request.ts';
import type { Ports } from '../ports.ts';
import type { Fault } from './fault.ts';
import { placeAt, reconciliation } from './reconciliation.ts';

type Needs = Pick<Ports, 'books' | 'audits' | 'discrepancies' | 'clock'>;

const LATELY_MS = 3 * 86_400_000;
const MOST = 1_000;
const PAGE_MS = 10_000;

/** Puts right what can be, looks at all books and keeps what does not hold. */
export const reconcileAll = (ports: Needs) => async (): Promise<void> => {
  await ports.books.mend();
  const faults = await walk(ports, null, () => true);
  await ports.discrepancies.observe(faults, { from: null }, ports.clock());
};

/** The same for the orders of the last days, without the stock: often, and as fast in an old shop as in a new one. */
export const reconcileLately = (ports: Needs) => async (): Promise<void> => {
  const [now, since] = [ports.clock(), new Date(ports.clock().getTime() - LATELY_MS)];
  await ports.books.mend();
  const parts = [null, placeAt('sales', since), placeAt('orders', since), placeAt('payments', since)];
  const found: Fault[] = [];
  for (const from of parts)
    found.push(
      ...(await walk(ports, from, (place) => place.split(':')[0] === (from?.split(':')[0] ?? 'whole'))),
    );
  await ports.discrepancies.observe(found.slice(0, MOST), { from: firstIdAt('ord', since) }, now);
};

/** Page by page from a place, as long as the next one belongs to the walk. */
const walk = async (
  ports: Needs,
  from: string | null,
  belongs: (place: string) => boolean,
): Promise<Fault[]> => {
  const look = reconciliation(ports);
  const faults: Fault[] = [];
  for (let place = from, isFirst = true; isFirst || (place !== null && belongs(place)); isFirst = false) {
    const page = await withRequest(
      { id: currentRequest()?.id ?? 'reconcile', deadline: Date.now() + PAGE_MS },
      () => look(place),
    );
    faults.push(...page.faults);
    place = page.next;
  }
  return faults.slice(0, MOST);
};
