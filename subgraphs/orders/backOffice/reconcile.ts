import { badInput } from '../../../kernel/errors.ts';
import { firstIdAt, type Id, type IdKind, isId } from '../../../kernel/ids.ts';
import { currentRequest, withRequest } from '../../../kernel/request.ts';
import { type AuditPage, chargeFindings, type Finding, reservationFindings } from './discrepancy.ts';
import type { BackOfficePorts } from './ports.ts';

type Needs = Pick<BackOfficePorts, 'orderAudit' | 'peerAudits' | 'discrepancies' | 'clock'>;

const RECENT_MS = 3 * 86_400_000;
const MAX_FINDINGS = 1_000;
const PAGE_MS = 10_000;

/** Requeues lost jobs, audits everything and records the findings. */
export const reconcileAll = (ports: Needs) => async (): Promise<void> => {
  await ports.orderAudit.requeueLostJobs();
  const faults = await auditPages(ports, null, () => true);
  await ports.discrepancies.observe(faults, { from: null }, ports.clock());
};

/** The same for the orders of the last three days, without stock. It runs often, and its duration does not grow with the shop. */
export const reconcileRecent = (ports: Needs) => async (): Promise<void> => {
  const now = ports.clock();
  const since = new Date(now.getTime() - RECENT_MS);
  await ports.orderAudit.requeueLostJobs();
  const parts = [null, placeAt('sales', since), placeAt('orders', since), placeAt('payments', since)];
  const found: Finding[] = [];
  for (const from of parts)
    found.push(
      ...(await auditPages(ports, from, (place) => place.split(':')[0] === (from?.split(':')[0] ?? 'whole'))),
    );
  await ports.discrepancies.observe(found.slice(0, MAX_FINDINGS), { from: firstIdAt('ord', since) }, now);
};

/** Collects the findings page by page, as long as the next place belongs to the audited range. */
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

/** The parts of the audit in order. A place is a part and the id after which it continues. */
const PARTS = ['whole', 'sales', 'orders', 'payments', 'stock'] as const;
type Part = (typeof PARTS)[number];
const FIRST = 200;

/** Audits one page. `next` is the place of the next page, null at the end. */
export const reconciliation =
  (ports: Needs) =>
  async (place: string | null): Promise<AuditPage> => {
    const [part, after] = readPlace(place ?? PARTS[0]);
    const page = await looks[part](ports, after);
    return { ...page, next: page.next ? `${part}:${page.next}` : (PARTS[PARTS.indexOf(part) + 1] ?? null) };
  };

const IDS = { orders: 'ord', payments: 'pay', stock: 'var' } as const satisfies Partial<Record<Part, IdKind>>;
const DAY = /^\d{4}-\d\d-\d\d$/;

const fits = (part: Part, after: string): boolean =>
  part === 'sales'
    ? DAY.test(after) && !Number.isNaN(Date.parse(after))
    : part !== 'whole' && isId(IDS[part], after);

const readPlace = (place: string): [Part, string | null] => {
  const [name, after] = place.split(':', 2);
  const part = PARTS.find((each) => each === name);
  if (!part || (after !== undefined && !fits(part, after)))
    throw badInput('Not a valid place: pass the `next` of the page before.');
  return [part, after ?? null];
};

/** The place of the first object that was created at or after a time. */
export const placeAt = (part: 'sales' | 'orders' | 'payments', at: Date): string =>
  part === 'sales' ? `sales:${at.toISOString().slice(0, 10)}` : `${part}:${firstIdAt(IDS[part], at)}`;

const looks: Readonly<Record<Part, (ports: Needs, after: string | null) => Promise<AuditPage>>> = {
  whole: async ({ orderAudit }) => ({ checked: 0, faults: await orderAudit.shop(), next: null }),
  sales: ({ orderAudit }, after) => orderAudit.sales(after),
  orders: ({ orderAudit }, after) => orderAudit.orders(after, FIRST),
  payments: async ({ orderAudit, peerAudits }, after) => {
    const { charges, ...page } = await peerAudits.payments(after, FIRST);
    const [named, between] = await Promise.all([
      orderAudit.find(charges.map(({ orderId }) => orderId)),
      orderAudit.withPayments(after as Id<'pay'> | null, page.next as Id<'pay'> | null),
    ]);
    const orders = [...new Map([...named, ...between].map((order) => [order.id, order])).values()];
    const mine = orders.map((order) =>
      between.some(({ id }) => id === order.id) ? order : { ...order, paymentId: chargeOf(order, charges) },
    );
    return { ...page, faults: [...page.faults, ...chargeFindings(charges, mine)] };
  },
  stock: async ({ orderAudit, peerAudits, clock }, after) => {
    const { held, ...page } = await peerAudits.stock(after, FIRST);
    const orders = await orderAudit.find([...new Set(held.map(({ orderId }) => orderId))]);
    return { ...page, faults: [...page.faults, ...reservationFindings(held, orders, clock())] };
  },
};

/** The order's payment id, or null if the payment is on another page: it must not be reported as missing here. */
const chargeOf = (
  { paymentId }: { paymentId: Id<'pay'> | null },
  charges: readonly { id: Id<'pay'> }[],
): Id<'pay'> | null => (charges.some(({ id }) => id === paymentId) ? paymentId : null);
