import type { OrderId, VariantId } from '../../../kernel/ids.ts';

export type Line = Readonly<{ variantId: VariantId; quantity: number }>;
export type Shortage = Readonly<{ variantId: VariantId; wanted: number; available: number }>;
export type Return = Readonly<{
  key: string;
  lines: readonly (Line & { movementId: string })[];
  done: boolean;
}>;

/**
 * What an order has of the shelf. RESERVING takes line after line; RESERVED has all; REFUSED found too little; RELEASED and
 * EXPIRED gave it back; COMMITTING takes it off the shelf line after line; COMMITTED has.
 */
export type State =
  | 'RESERVING'
  | 'RESERVED'
  | 'REFUSED'
  | 'COMMITTING'
  | 'COMMITTED'
  | 'RELEASED'
  | 'EXPIRED';

/** The state decides; the holds of the variants follow it. `settled`: they have. */
export type Reservation = Readonly<{
  orderId: OrderId;
  state: State;
  /** Counts the attempts: what one has taken is never taken for another's. */
  round: number;
  lines: readonly Line[];
  expiresAt: Date;
  shortages: readonly Shortage[];
  returns: readonly Return[];
  settled: boolean;
  /** Whether it is noted what was bought together. */
  isCounted: boolean;
  /** Counts the changes that were kept. */
  version: number;
}>;

/** Names what an order has taken of a variant in one attempt. */
export const tokenOf = ({ orderId, round }: Pick<Reservation, 'orderId' | 'round'>): string =>
  `${orderId}#${round}`;

/** One line a variant, in the order of their ids: carts that want the same take it in the same order, so one of them gets it all. */
export const summed = (lines: readonly Line[]): Line[] => {
  const quantities = new Map<VariantId, number>();
  for (const { variantId, quantity } of lines)
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  return [...quantities]
    .map(([variantId, quantity]) => ({ variantId, quantity }))
    .sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
};

export const opened = (orderId: OrderId, lines: readonly Line[], expiresAt: Date): Reservation => ({
  orderId,
  state: 'RESERVING',
  round: 1,
  lines: summed(lines),
  expiresAt,
  shortages: [],
  returns: [],
  settled: false,
  isCounted: false,
  version: 1,
});

/** The mark of an order that was released before anything was reserved for it. */
export const tombstone = (orderId: OrderId, now: Date): Reservation => ({
  ...opened(orderId, [], now),
  state: 'RELEASED',
  settled: true,
});

export type Event =
  | Readonly<{ kind: 'HELD'; round: number }>
  | Readonly<{ kind: 'SHORT'; round: number; shortages: readonly Shortage[] }>
  | Readonly<{ kind: 'EXPIRE'; now: Date }>
  | Readonly<{ kind: 'RELEASE' }>
  | Readonly<{ kind: 'COMMIT' }>
  | Readonly<{ kind: 'RETAKE'; expiresAt: Date }>
  | Readonly<{ kind: 'SETTLED'; round: number; state: State }>;

/** The reservation after an event; null where the event does not apply to it as it is. */
export const next = (reservation: Reservation, event: Event): Reservation | null => {
  const { state, settled } = reservation;
  switch (event.kind) {
    case 'HELD':
      return state === 'RESERVING' && reservation.round === event.round
        ? { ...reservation, state: 'RESERVED' }
        : null;
    case 'SHORT':
      return short(reservation, event.round, event.shortages);
    case 'EXPIRE':
      return isHeld(state) && reservation.expiresAt <= event.now
        ? { ...reservation, state: 'EXPIRED' }
        : null;
    case 'RELEASE':
      return isHeld(state) || state === 'EXPIRED' || state === 'REFUSED'
        ? { ...reservation, state: 'RELEASED' }
        : null;
    case 'COMMIT':
      return state === 'RESERVED' ? { ...reservation, state: 'COMMITTING' } : null;
    case 'RETAKE':
      return state === 'EXPIRED' && settled ? retaken(reservation, event.expiresAt) : null;
    case 'SETTLED':
      return completeReservation(reservation, event);
    default:
      return event satisfies never;
  }
};

/** Whether it holds stock, or is about to. */
export const isHeld = (state: State): boolean => state === 'RESERVING' || state === 'RESERVED';

/** A first attempt that finds too little is refused for good; a later one falls back to having expired. */
const short = (
  reservation: Reservation,
  round: number,
  shortages: readonly Shortage[],
): Reservation | null => {
  if (reservation.state !== 'RESERVING' || reservation.round !== round) return null;
  return { ...reservation, state: round === 1 ? 'REFUSED' : 'EXPIRED', shortages };
};

const retaken = (reservation: Reservation, expiresAt: Date): Reservation => ({
  ...reservation,
  state: 'RESERVING',
  round: reservation.round + 1,
  expiresAt,
  settled: false,
});

const completeReservation = (
  reservation: Reservation,
  { round, state }: { round: number; state: State },
): Reservation | null => {
  if (reservation.settled || reservation.round !== round || reservation.state !== state || isHeld(state))
    return null;
  return { ...reservation, state: state === 'COMMITTING' ? 'COMMITTED' : state, settled: true };
};

/** A reservation with something that comes back; null where that would be more than was taken. */
export const withReturn = (reservation: Reservation, back: Return): Reservation | null => {
  const before = reservation.returns.flatMap(({ lines }) => lines);
  const taken = (id: VariantId) => quantityOf(reservation.lines, id);
  const fits = summed([...before, ...back.lines]).every(
    ({ variantId, quantity }) => quantity <= taken(variantId),
  );
  return reservation.state === 'COMMITTED' && fits
    ? { ...reservation, returns: [...reservation.returns, back] }
    : null;
};

export const returnDone = (reservation: Reservation, key: string): Reservation => ({
  ...reservation,
  returns: reservation.returns.map((back) => (back.key === key ? { ...back, done: true } : back)),
});

export const counted = (reservation: Reservation): Reservation => ({ ...reservation, isCounted: true });

const quantityOf = (lines: readonly Line[], id: VariantId): number =>
  lines.find(({ variantId }) => variantId === id)?.quantity ?? 0;

const PATIENCE_MS = 10_000;

/** When another process should complete it, in case the current one dies. Null if nothing is left to do. */
export const dueAt = (reservation: Reservation, now: Date): Date | null => {
  if (isHeld(reservation.state)) return reservation.expiresAt;
  const isBought = reservation.state === 'COMMITTED' && !reservation.isCounted;
  const isOpen = !reservation.settled || isBought || reservation.returns.some(({ done }) => !done);
  return isOpen ? new Date(now.getTime() + PATIENCE_MS) : null;
};
