import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import type { Audit, Counted, Fault } from './ports.ts';

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
