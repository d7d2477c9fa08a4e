/** What a client knows of an operation: it was acknowledged, refused with a reason, or got no answer that says which. */
export type Outcome = 'acknowledged' | 'refused' | 'failed';

export type CartState = Readonly<{
  id: string;
  version: number;
  lines: readonly (readonly [variantId: string, quantity: number])[];
}>;
export type Checkout = Readonly<{ key: string; cartId: string; orderId: string; totalMinor: number }>;

/**
 * What clients were told, written down as it came. It is all that the checker knows of the run beside what it reads from the
 * datastores; nothing in it comes from the product's own code.
 */
export type History = Readonly<{
  counts: ReadonlyMap<string, Readonly<Record<Outcome, number>>>;
  /** How often each operation was refused or failed with a code. */
  codes: ReadonlyMap<string, number>;
  checkouts: readonly Checkout[];
  /** The last acknowledged state of each cart, and whether a later change of it got no answer. */
  carts: ReadonlyMap<string, Readonly<{ state: CartState; isUncertain: boolean }>>;
  /** Acknowledged adjustments by variant, each key once. */
  adjustments: ReadonlyMap<string, Readonly<{ variantId: string; delta: number }>>;
  /** Adjustments of which nobody knows whether they were made. */
  uncertainAdjustments: ReadonlyMap<string, Readonly<{ variantId: string; delta: number }>>;
  /** The last acknowledged given name of each customer, unless a later change got no answer. */
  names: ReadonlyMap<string, string | null>;
  /** Secrets that were used, by kind. None of them may be in a log. */
  secrets: ReadonlyMap<string, string>;
  faults: ReadonlyMap<string, number>;
  events: readonly string[];
}>;

export const openHistory = () => {
  const counts = new Map<string, Record<Outcome, number>>();
  const codes = new Map<string, number>();
  const checkouts: Checkout[] = [];
  const carts = new Map<string, { state: CartState; isUncertain: boolean }>();
  const adjustments = new Map<string, { variantId: string; delta: number }>();
  const uncertainAdjustments = new Map<string, { variantId: string; delta: number }>();
  const names = new Map<string, string | null>();
  const secrets = new Map<string, string>();
  const faults = new Map<string, number>();
  const events: string[] = [];
  const startedAt = Date.now();
  const note = (text: string): void =>
    void events.push(`${((Date.now() - startedAt) / 1000).toFixed(2)} s  ${text}`);
  const history: History = {
    counts,
    codes,
    checkouts,
    carts,
    adjustments,
    uncertainAdjustments,
    names,
    secrets,
    faults,
    events,
  };
  return {
    history,
    note,
    count: (kind: string, outcome: Outcome, code: string | null): void => {
      if (outcome !== 'acknowledged')
        codes.set(`${kind} ${outcome} ${code}`, (codes.get(`${kind} ${outcome} ${code}`) ?? 0) + 1);
      const row = counts.get(kind) ?? { acknowledged: 0, refused: 0, failed: 0 };
      row[outcome]++;
      counts.set(kind, row);
    },
    fault: (kind: string): void => {
      faults.set(kind, (faults.get(kind) ?? 0) + 1);
      note(`fault: ${kind}`);
    },
    checkout: (checkout: Checkout): void => {
      checkouts.push(checkout);
      note(`${checkout.key}: order ${checkout.orderId}`);
    },
    /** A change whose answer was lost may or may not have been made: what follows it is certain again. */
    cart: (state: CartState): void => void carts.set(state.id, { state, isUncertain: false }),
    cartUncertain: (id: string): void => {
      const known = carts.get(id);
      if (known) carts.set(id, { ...known, isUncertain: true });
    },
    adjustment: (key: string, variantId: string, delta: number, outcome: Outcome): void => {
      uncertainAdjustments.delete(key);
      if (outcome === 'acknowledged') adjustments.set(key, { variantId, delta });
      if (outcome === 'failed') uncertainAdjustments.set(key, { variantId, delta });
    },
    name: (email: string, givenName: string | null): void => void names.set(email, givenName),
    secret: (kind: string, value: string | null | undefined): void => {
      if (value) secrets.set(value, kind);
    },
  };
};
export type Recorder = ReturnType<typeof openHistory>;
