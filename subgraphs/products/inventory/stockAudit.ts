import { badInput } from '../../../kernel/errors.ts';
import { type OrderId, readId, type VariantId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

/** Something about stock that does not hold. */
type Fault = Readonly<{ kind: string; subject: string; detail: string }>;
/** What an order holds at this moment. */
type Held = Readonly<{ orderId: OrderId; variantId: VariantId; quantity: number; expiresAt: Date }>;
type Audit = Readonly<{
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

const MOST = 1_000;

/** Holds some variants' stock against their movements and holds; `next` goes on with those after them. */
export const stockAudit =
  ({ audits }: Pick<Ports, 'audits'>) =>
  async ({ after, first }: { after?: string | null | undefined; first: number }): Promise<Audit> => {
    if (first < 1 || first > MOST) throw badInput(`first must be 1 to ${MOST}.`);
    const page = await audits.page(after == null ? null : readId('var', after), first);
    return {
      checked: page.length,
      faults: page.flatMap(faultsOf),
      next: page.length === first ? (page.at(-1)?.variantId ?? null) : null,
      held: page.flatMap(({ holds }) => holds),
    };
  };

/** Nothing is negative; the movements add up to the level, and the holds to what is reserved. */
export const faultsOf = ({ variantId, onHand, reserved, available, holds, moved }: Counted): Fault[] => {
  const held = holds.reduce((all, { quantity }) => all + quantity, 0);
  const found = (kind: string, detail: string): Fault => ({ kind, subject: variantId, detail });
  return [
    ...(onHand < 0 || reserved < 0 || available !== onHand - reserved
      ? [found('STOCK_LEVEL', `${onHand} on hand, ${reserved} reserved, ${available} available`)]
      : []),
    ...(moved && (moved.onHand !== onHand || moved.reserved !== reserved)
      ? [
          found(
            'STOCK_LEDGER',
            `${onHand} on hand and ${reserved} reserved, but ${moved.onHand} and ${moved.reserved} by its movements`,
          ),
        ]
      : []),
    ...(held === reserved ? [] : [found('STOCK_HOLDS', `${reserved} reserved, but ${held} held by orders`)]),
  ];
};
