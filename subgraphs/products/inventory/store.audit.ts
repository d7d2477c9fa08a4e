import type { VariantId } from '../../../kernel/ids.ts';
import type { Collections, StockDocument } from '../store.database.ts';
import type { AuditPorts, Counted } from './stockAudit.ts';

type Moved = { onHand: number; reserved: number };
type Sums = ReadonlyMap<VariantId, Moved>;

const LOOKS = 5;

export const mongoAudits = (db: Collections): AuditPorts['audits'] => ({
  page: async (after, first) => {
    const found = await read(db, after ? { _id: { $gt: after } } : {}, first);
    return count(db, found, LOOKS);
  },
  of: async (ids) => count(db, await read(db, { _id: { $in: [...ids] } }, ids.length), LOOKS),
});

const read = ({ stock }: Collections, filter: object, limit: number): Promise<StockDocument[]> =>
  stock
    .find(filter, { projection: { marks: 0 } })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();

/** Stock that moved while its movements were added up is looked at again: what was read at two moments need not agree. */
const count = async (
  db: Collections,
  documents: readonly StockDocument[],
  looks: number,
): Promise<Counted[]> => {
  const sums = await sumsOf(db, documents);
  const now = await read(db, { _id: { $in: documents.map(({ _id }) => _id) } }, documents.length);
  const moved = now.filter(({ _id, seq }) => documents.find((document) => document._id === _id)?.seq !== seq);
  const again =
    moved.length > 0 && looks > 1
      ? await count(db, moved, looks - 1)
      : moved.map((document) => counted(document, null));
  return documents.map(
    (document) => again.find(({ variantId }) => variantId === document._id) ?? counted(document, sums),
  );
};

/** Movements that still wait with the stock are counted there, whether or not they are in the ledger already. */
const sumsOf = async ({ movements }: Collections, documents: readonly StockDocument[]): Promise<Sums> => {
  const waiting = documents.flatMap(({ pending }) => pending.map(({ _id }) => _id));
  const rows = await movements
    .aggregate<{ _id: VariantId } & Moved>([
      { $match: { variantId: { $in: documents.map(({ _id }) => _id) }, _id: { $nin: waiting } } },
      {
        $group: { _id: '$variantId', onHand: { $sum: '$onHandDelta' }, reserved: { $sum: '$reservedDelta' } },
      },
    ])
    .toArray();
  return new Map(rows.map(({ _id, onHand, reserved }) => [_id, { onHand, reserved }]));
};

const counted = (
  { _id, onHand, reserved, available, holds, pending }: StockDocument,
  sums: Sums | null,
): Counted => {
  const moved = pending.reduce(
    (all, { onHandDelta, reservedDelta }) => ({
      onHand: all.onHand + onHandDelta,
      reserved: all.reserved + reservedDelta,
    }),
    sums?.get(_id) ?? { onHand: 0, reserved: 0 },
  );
  const held = holds.map(({ orderId, quantity, expiresAt }) => ({
    orderId,
    variantId: _id,
    quantity,
    expiresAt,
  }));
  return { variantId: _id, onHand, reserved, available, holds: held, moved: sums && moved };
};
