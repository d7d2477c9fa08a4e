import type { VariantId } from '../../../kernel/ids.ts';
import type { Collections, StockDocument } from '../store.database.ts';
import type { AuditPorts, Counted } from './ports.ts';

type Moved = { onHand: number; reserved: number };
type Sums = ReadonlyMap<VariantId, Moved>;

export const mongoAudits = (db: Collections): AuditPorts['audits'] => ({
  page: async (after, first) => {
    const documents = await db.stock
      .find(after ? { _id: { $gt: after } } : {}, { projection: { marks: 0 } })
      .sort({ _id: 1 })
      .limit(first)
      .toArray();
    const [entered, sums] = await Promise.all([enteredOf(db, documents), sumsOf(db, documents)]);
    return documents.map((document) => counted(document, entered, sums));
  },
});

/** Movements that still wait with the stock and are in the ledger already: they count once. */
const enteredOf = async ({ movements }: Collections, documents: readonly StockDocument[]): Promise<ReadonlySet<string>> => {
  const waiting = documents.flatMap(({ pending }) => pending.map(({ _id }) => _id));
  if (waiting.length === 0) return new Set();
  const found = await movements.find({ _id: { $in: waiting } }, { projection: { _id: 1 } }).toArray();
  return new Set(found.map(({ _id }) => _id));
};

const sumsOf = async ({ movements }: Collections, documents: readonly StockDocument[]): Promise<Sums> => {
  const rows = await movements
    .aggregate<{ _id: VariantId } & Moved>([
      { $match: { variantId: { $in: documents.map(({ _id }) => _id) } } },
      { $group: { _id: '$variantId', onHand: { $sum: '$onHandDelta' }, reserved: { $sum: '$reservedDelta' } } },
    ])
    .toArray();
  return new Map(rows.map(({ _id, onHand, reserved }) => [_id, { onHand, reserved }]));
};

const counted = (
  { _id, onHand, reserved, available, holds, pending }: StockDocument,
  entered: ReadonlySet<string>,
  sums: Sums,
): Counted => {
  const fresh = pending.filter((movement) => !entered.has(movement._id));
  const moved = fresh.reduce(
    (all, { onHandDelta, reservedDelta }) => ({ onHand: all.onHand + onHandDelta, reserved: all.reserved + reservedDelta }),
    sums.get(_id) ?? { onHand: 0, reserved: 0 },
  );
  const held = holds.map(({ orderId, quantity, expiresAt }) => ({ orderId, variantId: _id, quantity, expiresAt }));
  return { variantId: _id, onHand, reserved, available, holds: held, moved };
};
