import { setTimeout as wait } from 'node:timers/promises';
import type { Operation, Peer } from '../../kernel/peer.ts';

export type Fault = Readonly<{
  kind: string;
  subject: string;
  orderId: string | null;
  paymentId: string | null;
  detail: string;
}>;
export type Found = Readonly<{ checked: number; faults: readonly Fault[] }>;
type Page = Readonly<{ reconciliation: Found & Readonly<{ next: string | null }> }>;

const PAGE: Operation<Page, { place: string | null }> =
  'query Reconciliation($place: String) { reconciliation(place: $place) { checked faults { kind subject orderId paymentId detail } next } }';
const PAUSE_MS = 2_000;

/** Looks at all books once, page by page. */
export const walk = async (orders: Pick<Peer, 'call'>): Promise<Found> => {
  let checked = 0;
  const faults: Fault[] = [];
  for (let place: string | null = null, isFirst = true; isFirst || place !== null; isFirst = false) {
    const { reconciliation: page }: Page = await orders.call(PAGE, { place });
    checked += page.checked;
    faults.push(...page.faults);
    place = page.next;
  }
  return { checked, faults };
};

const nameOf = ({ kind, subject }: Fault): string => `${kind} ${subject}`;

/** What is under way looks like a fault and is gone a moment later: only what every look until the deadline finds is one. */
export const lasting = async (look: () => Promise<Found>, withinMs: number): Promise<Found> => {
  const until = Date.now() + withinMs;
  let found = await look();
  while (found.faults.length > 0 && Date.now() < until) {
    await wait(PAUSE_MS);
    const before = new Set(found.faults.map(nameOf));
    const now = await look();
    found = { checked: now.checked, faults: now.faults.filter((fault) => before.has(nameOf(fault))) };
  }
  return found;
};
