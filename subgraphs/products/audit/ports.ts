import type { OrderId, VariantId } from '../../../kernel/ids.ts';

/** Something about stock that does not hold. */
export type Fault = Readonly<{ kind: string; subject: string; detail: string }>;
/** What an order holds at this moment. */
export type Held = Readonly<{ orderId: OrderId; variantId: VariantId; quantity: number; expiresAt: Date }>;
export type Audit = Readonly<{
  checked: number;
  faults: readonly Fault[];
  next: VariantId | null;
  held: readonly Held[];
}>;

/** A variant's stock and what its movements say. */
export type Counted = Readonly<{
  variantId: VariantId;
  onHand: number;
  reserved: number;
  available: number;
  holds: readonly Held[];
  /** Null where it moved at every look, so that nothing can be said of its movements. */
  moved: Readonly<{ onHand: number; reserved: number }> | null;
}>;

export type AuditPorts = {
  audits: {
    /** Some variants in the order of their ids. */
    page(after: VariantId | null, first: number): Promise<readonly Counted[]>;
    of(ids: readonly VariantId[]): Promise<readonly Counted[]>;
  };
};
