import type { OrderId, ProductId, VariantId } from '../../../kernel/ids.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Line, Reservation } from './reservation.ts';

/** What there is of a variant. `available` is on hand less reserved. */
export type Level = Readonly<{
  variantId: VariantId;
  productId: ProductId;
  onHand: number;
  reserved: number;
  available: number;
}>;
export type MovementKind = 'ADJUST' | 'SET' | 'RESERVE' | 'COMMIT' | 'RELEASE' | 'EXPIRE' | 'RETURN';
export type Movement = Readonly<{
  id: string;
  at: Date;
  kind: MovementKind;
  onHandDelta: number;
  reservedDelta: number;
  orderId: OrderId | null;
  reason: string | null;
}>;
/** When a movement was, and its id: its place in the list. */
export type MovementPlace = readonly [at: number, id: string];

/** What an order holds of a variant, named by its token. */
export type Hold = Line & Readonly<{ orderId: OrderId; token: string; expiresAt: Date }>;

/** TAKEN: now or before. SHORT: too little, or no such variant. GONE: it was taken and given back since. */
export type Taken = 'TAKEN' | 'SHORT' | 'GONE';
export type Adjusted = 'DONE' | 'REFUSED' | 'UNKNOWN';

/** Each change is one conditional update of one variant, which writes its movement along: both are there, or neither. */
export type StockPorts = Readonly<{
  stock: {
    levels(ids: readonly VariantId[]): Promise<readonly (Level | null)[]>;
    hold(hold: Hold): Promise<Taken>;
    /** Takes what is held off the shelf; nothing where it is not held any more. */
    commit(hold: Hold): Promise<void>;
    /** Gives back what is held; where nothing is, makes sure that nothing will be under this token. */
    letGo(hold: Hold, kind: 'RELEASE' | 'EXPIRE'): Promise<void>;
    /** Puts back on the shelf; once for each movement's id. */
    putBack(line: Line, orderId: OrderId, movementId: string): Promise<void>;
    /** Changes what is on hand, never below what is reserved; once for each movement's id. */
    adjust(variantId: VariantId, delta: number, reason: string, movementId: string): Promise<Adjusted>;
    /** Sets what is on hand if it is `from`, never below what is reserved. */
    set(variantId: VariantId, to: number, from: number, reason: string): Promise<Adjusted>;
    /** Holds that should have gone by now. */
    overdue(now: Date, variantId: VariantId | null, limit: number): Promise<readonly Hold[]>;
    movements(variantId: VariantId, page: PageRequest<MovementPlace>): Promise<Page<Movement>>;
    /** Moves what variants have written along into the ledger, and notes with their products whether there is any. */
    drain(variantIds: readonly VariantId[]): Promise<void>;
    /** The same later, in the background. */
    drainSoon(variantIds: readonly VariantId[]): void;
    /** Variants that have something to drain. */
    undrained(limit: number): Promise<readonly VariantId[]>;
  };
  reservations: {
    /** Keeps a new one; the one that is there already, if there is. */
    open(reservation: Reservation): Promise<Readonly<{ reservation: Reservation; fresh: boolean }>>;
    find(orderId: OrderId): Promise<Reservation | null>;
    /** Loads, decides and saves as one atomic step, without loading what was `seen` a moment ago. Null where the decision was null. */
    change(
      orderId: OrderId,
      decide: (reservation: Reservation) => Reservation | null,
      seen?: Reservation,
    ): Promise<Reservation | null>;
    /** Those that somebody has to look at by now. */
    due(now: Date, limit: number): Promise<readonly Reservation[]>;
  };
}>;
