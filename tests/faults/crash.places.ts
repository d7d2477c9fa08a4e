/** Every step of buying at which a process may die: before it, after it, in the middle. */
const at = (of: string, ...places: readonly string[]) => places.map((place) => `${of}.${place}`);
export const PLACES = [
  ...at('carts', 'change.before', 'change.after', 'snapshot.after', 'close.before', 'close.after'),
  ...at('orders.checkout', 'create.before', 'create.after', 'reserve.after', 'open.after', 'record.after'),
  ...at('orders.checkout', 'settle.before', 'settle.after', 'commit.after', 'capture.after', 'place.after'),
  ...at('products', 'reserve.afterClaim', 'reserve.betweenLines', 'reserve.afterHeld'),
  ...at('products', 'commit.afterDecision', 'commit.betweenLines', 'drain.afterLedger'),
  ...at(
    'payments',
    'open.beforeProvider',
    'open.afterProvider',
    'confirm.beforeProvider',
    'confirm.afterProvider',
  ),
  ...at(
    'payments',
    'event.beforeStored',
    'event.afterStored',
    'event.beforeApplied',
    'capture.beforeProvider',
    'capture.afterProvider',
  ),
];
/** Nothing is between the end of a step and the beginning of the next: to die there is the same. */
const NEXT: Readonly<Record<string, string>> = {
  'create.after': 'reserve.before',
  'reserve.after': 'open.before',
  'open.after': 'record.before',
  'settle.after': 'commit.before',
  'commit.after': 'capture.before',
  'capture.after': 'place.before',
  'void.after': 'release.before',
  'putBack.after': 'refund.before',
};

/** The same of a cancellation: of an order that waits for its payment, and of one that was paid. */
const PENDING = [
  ...at('orders.checkout', 'cancel.before', 'cancel.after', 'void.before', 'void.after', 'release.after'),
  ...at('products', 'release.afterDecision', 'release.betweenLines'),
  ...at('payments', 'void.beforeProvider', 'void.afterProvider'),
  ...at('orders', 'mail.before', 'mail.after'),
];
const PLACED = [
  ...at('orders.checkout', 'putBack.before', 'putBack.after', 'refund.after'),
  ...at('products', 'return.afterDecision', 'return.betweenLines'),
  ...at('payments', 'refund.beforeProvider', 'refund.afterProvider'),
];
export const CANCELLATIONS = [
  ...PENDING.map((place) => ['a pending order', place] as const),
  ...PLACED.map((place) => ['a placed order', place] as const),
];

export type Row = Readonly<{ place: string; end: string; ms: number }>;

const nameOf = (place: string): string => {
  const next = place.startsWith('orders.checkout') && NEXT[place.slice('orders.checkout.'.length)];
  return next ? `${place} = ${next}` : place;
};

/** Where a process was killed, how its order ended, and how long after its death that was. */
export const table = (all: readonly Row[]): string => {
  const places = [...PLACES, ...CANCELLATIONS.map(([, place]) => place)];
  const width = Math.max(...places.map((place) => nameOf(place).length));
  const sorted = places.map(
    (place) => all.find((row) => row.place === place) ?? { place, end: 'not right', ms: Number.NaN },
  );
  const lines = sorted.map(
    ({ place, end, ms }) =>
      `  ${nameOf(place).padEnd(width)}  ${end.padEnd(20)}  ${String(ms).padStart(6)} ms`,
  );
  return [
    '',
    'Where a process was killed, how its order ended, and how long after its death that was:',
    ...lines,
    '',
  ].join('\n');
};
