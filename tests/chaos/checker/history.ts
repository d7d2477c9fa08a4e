/** What a client knows of an operation: it was acknowledged, refused with a reason, or got no answer that says which. */
export type Outcome = 'acknowledged' | 'refused' | 'failed';

type Lines = readonly (readonly [id: string, quantity: number])[];
export type CartState = Readonly<{ id: string; version: number; lines: Lines }>;
/** What a client asked for with a key, before it knew the answer. */
export type Attempt = Readonly<{
  key: string;
  cartId: string;
  email: string;
  isGuest: boolean;
  totalMinor: number;
  currency: string;
}>;
/** An acknowledged checkout; its lines are quantities by SKU. */
export type Checkout = Readonly<{
  key: string;
  cartId: string;
  orderId: string;
  totalMinor: number;
  lines: Lines;
}>;
export type CartKnowledge = Readonly<{
  /** The newest state that was acknowledged. */
  state: CartState;
  /** The account whose cart it is; null for a guest's. */
  owner: string | null;
  /** A change of it got no answer: it may or may not have been made, and may still be made. */
  isUncertain: boolean;
  /** A customer asked to take it over. */
  claimedBy: string | null;
}>;

/** What leaves something behind that names the request. */
export const REQUESTS = ['refund', 'note', 'fulfillment', 'address'] as const;
export type RequestKind = (typeof REQUESTS)[number];
export type Request = Readonly<{
  kind: RequestKind;
  /** What the request left in the store names it. */
  key: string;
  /** The order or the account that it is about. */
  about: string;
  /** How much was asked for, where the request says it. */
  amount: number | null;
  outcome: Outcome;
  /** What became of the request to remove it again; null where nobody asked. */
  removal: Outcome | null;
}>;
export type Adjustment = Readonly<{
  variantId: string;
  delta: number;
  outcome: Outcome;
  /** The last answer says that it is not made any more. */
  isOver: boolean;
}>;
export type Card = Readonly<{ email: string; outcome: Outcome }>;
export type Cancellation = Readonly<{ orderId: string; outcome: Outcome }>;

/** A write to a value that several clients may write at once. The times are places in the order of all that clients saw. */
export type Write = Readonly<{ value: string; startedAt: number; endedAt: number; outcome: Outcome }>;
/** `name ada@example.com`, `title prod_1`, `review ada@example.com`, `password ada@example.com`. */
export type Register = `${'name' | 'title' | 'review' | 'password'} ${string}`;

export type Setup = Readonly<{
  /** What was on hand of each variant at the start. */
  variants: ReadonlyMap<string, Readonly<{ sku: string; onHand: number }>>;
  promotions: ReadonlyMap<
    string,
    Readonly<{ code: string; limit: number | null; limitPerCustomer: number | null }>
  >;
  accounts: ReadonlySet<string>;
}>;

/**
 * What clients were told, written down as it came. It is all that the checker knows of the run beside what it reads from the
 * datastores; nothing in it comes from the product's own code.
 */
export type History = Setup &
  Readonly<{
    counts: ReadonlyMap<string, Readonly<Record<Outcome, number>>>;
    /** How often each operation was refused or failed with a code. */
    codes: ReadonlyMap<string, number>;
    attempts: ReadonlyMap<string, Attempt>;
    checkouts: readonly Checkout[];
    /** Orders that a client saw as placed. */
    placed: ReadonlySet<string>;
    carts: ReadonlyMap<string, CartKnowledge>;
    /** Accounts with a change of a cart that got no answer, and of which nobody knows which cart it was. */
    uncertainOwners: ReadonlySet<string>;
    adjustments: ReadonlyMap<string, Adjustment>;
    requests: ReadonlyMap<string, Request>;
    cancellations: readonly Cancellation[];
    writes: ReadonlyMap<string, readonly Write[]>;
    /** For each account and card whether it was kept. The same card is kept once, however often it is asked for. */
    cards: ReadonlyMap<string, Card>;
    /** Secrets that were used, by kind. None of them may be in a log. */
    secrets: ReadonlyMap<string, string>;
    faults: ReadonlyMap<string, number>;
    events: readonly string[];
  }>;

/** What a repeated request makes known: a refusal after a request without an answer says nothing of that one. */
const settledBy = (before: Outcome | undefined, outcome: Outcome): Outcome =>
  before === 'acknowledged' || (before === 'failed' && outcome === 'refused') ? before : outcome;

const empty = () => ({
  variants: new Map<string, { sku: string; onHand: number }>(),
  promotions: new Map<string, { code: string; limit: number | null; limitPerCustomer: number | null }>(),
  accounts: new Set<string>(),
  counts: new Map<string, Record<Outcome, number>>(),
  codes: new Map<string, number>(),
  attempts: new Map<string, Attempt>(),
  checkouts: [] as Checkout[],
  placed: new Set<string>(),
  carts: new Map<string, CartKnowledge>(),
  uncertainOwners: new Set<string>(),
  adjustments: new Map<string, Adjustment>(),
  requests: new Map<string, Request>(),
  cancellations: [] as Cancellation[],
  writes: new Map<string, Write[]>(),
  cards: new Map<string, Card>(),
  secrets: new Map<string, string>(),
  faults: new Map<string, number>(),
  events: [] as string[],
});
type Book = ReturnType<typeof empty>;

/** What is known of carts. */
const cartsOf = ({ carts, uncertainOwners }: Book) => ({
  /** Answers come in any order: the newest version counts. */
  cart: (state: CartState, owner: string | null): void => {
    const known = carts.get(state.id);
    const isNewer = !known || state.version >= known.state.version;
    carts.set(state.id, {
      owner,
      isUncertain: known?.isUncertain ?? false,
      claimedBy: known?.claimedBy ?? null,
      state: isNewer ? state : known.state,
    });
  },
  cartUncertain: (id: string | null, owner: string | null): void => {
    const known = id === null ? undefined : carts.get(id);
    if (known) carts.set(known.state.id, { ...known, isUncertain: true });
    if (owner !== null) uncertainOwners.add(owner);
  },
  /** Written down before the claim is sent. */
  cartClaimed: (id: string, by: string): void => {
    const known = carts.get(id);
    if (known) carts.set(id, { ...known, claimedBy: by });
  },
});

/** What is known of requests that name what they leave behind. */
const requestsOf = ({ adjustments, requests, cancellations, cards }: Book) => ({
  adjustment: (key: string, variantId: string, delta: number, outcome: Outcome): void =>
    void adjustments.set(key, {
      variantId,
      delta,
      outcome: settledBy(adjustments.get(key)?.outcome, outcome),
      isOver: outcome !== 'failed',
    }),
  request: (
    kind: RequestKind,
    key: string,
    about: string,
    outcome: Outcome,
    amount: number | null = null,
  ): void => {
    const known = requests.get(key);
    const settled = settledBy(known?.outcome, outcome);
    requests.set(key, { kind, key, about, amount, outcome: settled, removal: known?.removal ?? null });
  },
  removal: (key: string, outcome: Outcome): void => {
    const known = requests.get(key);
    if (known) requests.set(key, { ...known, removal: settledBy(known.removal ?? undefined, outcome) });
  },
  cancellation: (orderId: string, outcome: Outcome): void => void cancellations.push({ orderId, outcome }),
  card: (email: string, name: string, outcome: Outcome): void => {
    const id = `${email} ${name}`;
    cards.set(id, { email, outcome: settledBy(cards.get(id)?.outcome, outcome) });
  },
});

/** What is known of values that clients write. */
const writesOf = ({ writes }: Book) => {
  let clock = 0;
  return {
    /** Notes that a write begins. Call what it returns with the answer. A write without an answer may be made at any later time. */
    write: (register: Register, value: string): ((outcome: Outcome) => void) => {
      const all = writes.get(register) ?? [];
      writes.set(register, all);
      const at = all.length;
      const begun: Write = {
        value,
        startedAt: ++clock,
        endedAt: Number.POSITIVE_INFINITY,
        outcome: 'failed',
      };
      all.push(begun);
      return (outcome) => {
        all[at] = { ...begun, outcome, endedAt: outcome === 'failed' ? begun.endedAt : ++clock };
      };
    },
  };
};

export const openHistory = () => {
  const book = empty();
  const { counts, codes, attempts, checkouts, secrets, faults, events } = book;
  const startedAt = Date.now();
  const note = (text: string): void =>
    void events.push(`${((Date.now() - startedAt) / 1000).toFixed(2)} s  ${text}`);
  const history: History = book;
  return {
    history,
    note,
    ...cartsOf(book),
    ...requestsOf(book),
    ...writesOf(book),
    variant: (id: string, sku: string, onHand: number): void => void book.variants.set(id, { sku, onHand }),
    promotion: (
      id: string,
      promotion: Readonly<{ code: string; limit: number | null; limitPerCustomer: number | null }>,
    ): void => void book.promotions.set(id, promotion),
    account: (email: string): void => void book.accounts.add(email),
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
    /** Written down before the checkout is sent. */
    attempt: (attempt: Attempt): void => void attempts.set(attempt.key, attempt),
    checkout: (checkout: Checkout): void => {
      checkouts.push(checkout);
      note(`${checkout.key}: order ${checkout.orderId}`);
    },
    placed: (orderId: string): void => void book.placed.add(orderId),
    secret: (kind: string, value: string | null | undefined): void => {
      if (value) secrets.set(value, kind);
    },
  };
};
export type Recorder = ReturnType<typeof openHistory>;
