import type { VariantId } from '../../../kernel/ids.ts';
import { cutPage, type Page, type PageRequest } from '../../../kernel/page.ts';
import type { Collections, MovementDocument } from '../store.database.ts';
import type { Hold, Level, Movement, MovementPlace } from './ports.ts';

const LEVEL = { productId: 1, onHand: 1, reserved: 1, available: 1 } as const;

export const levelsOf = async (
  { stock }: Collections,
  ids: readonly VariantId[],
): Promise<(Level | null)[]> => {
  const found = await stock.find({ _id: { $in: [...ids] } }, { projection: LEVEL }).toArray();
  const byId = new Map(
    found.map(({ _id, ...level }): [VariantId, Level] => [_id, { variantId: _id, ...level }]),
  );
  return ids.map((id) => byId.get(id) ?? null);
};

export const overdueHolds = async (
  { stock }: Collections,
  now: Date,
  variantId: VariantId | null,
  limit: number,
): Promise<Hold[]> => {
  const filter = { 'holds.expiresAt': { $lte: now }, ...(variantId ? { _id: variantId } : {}) };
  const found = await stock
    .find(filter, { projection: { holds: 1 } })
    .limit(limit)
    .toArray();
  return found.flatMap(({ _id, holds }) =>
    holds.filter(({ expiresAt }) => expiresAt <= now).map((hold): Hold => ({ ...hold, variantId: _id })),
  );
};

export const movementsOf = async (
  { movements }: Collections,
  variantId: VariantId,
  { first, after }: PageRequest<MovementPlace>,
): Promise<Page<Movement>> => {
  const behind = after
    ? { $or: [{ at: { $lt: new Date(after[0]) } }, { at: new Date(after[0]), _id: { $lt: after[1] } }] }
    : {};
  const rows = movements.find({ variantId, ...behind }).sort({ at: -1, _id: -1 });
  const [found, total] = await Promise.all([
    rows.limit(first + 1).toArray(),
    movements.countDocuments({ variantId }),
  ]);
  return cutPage(found.map(toMovement), first, total);
};

const toMovement = ({ _id, variantId: _, productId: __, ...movement }: MovementDocument): Movement => ({
  ...movement,
  id: _id,
});
