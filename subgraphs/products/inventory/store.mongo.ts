import { LRUCache } from 'lru-cache';
import type { UpdateFilter } from 'mongodb';
import { newId, type OrderId, type VariantId } from '../../../kernel/ids.ts';
import type { Collections, HoldDocument, MovementDocument, StockDocument } from '../store.database.ts';
import type { Adjusted, Hold, MovementKind, StockPorts } from './ports.ts';
import type { drainer } from './store.drain.ts';
import { levelsOf, movementsOf, overdueHolds } from './store.read.ts';

type Step = Readonly<{
  id?: string;
  kind: MovementKind;
  onHand: number;
  reserved: number;
  orderId: OrderId | null;
  reason: string | null;
}>;

export const mongoStock = (db: Collections, background: ReturnType<typeof drainer>): StockPorts['stock'] => ({
  levels: (ids) => levelsOf(db, ids),
  hold: (hold) => takeHold(db, hold),
  commit: async (hold) => void (await endHold(db, hold, 'COMMIT')),
  letGo: async (hold, kind) => {
    if (await endHold(db, hold, kind)) return;
    if (!(await bar(db, hold))) await endHold(db, hold, kind);
  },
  putBack: async ({ variantId, quantity }, orderId, id) =>
    void (await once(
      db,
      variantId,
      { id, kind: 'RETURN', onHand: quantity, reserved: 0, orderId, reason: null },
      {},
    )),
  adjust: (variantId, delta, reason, id) => adjust(db, variantId, delta, reason, id),
  set: (variantId, to, from, reason) => set(db, variantId, to, from, reason),
  overdue: (now, variantId, limit) => overdueHolds(db, now, variantId, limit),
  movements: (variantId, page) => movementsOf(db, variantId, page),
  drain: background.now,
  drainSoon: background.soon,
  undrained: async (limit) =>
    (
      await db.stock
        .find({ dirty: true }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray()
    ).map(({ _id }) => _id),
});

/** The level and the movement that explains it, in one update. */
const step = (
  stock: Pick<StockDocument, '_id' | 'productId'>,
  { id, kind, onHand, reserved, orderId, reason }: Step,
) => {
  const movement: MovementDocument = {
    _id: id ?? newId('mov'),
    variantId: stock._id,
    productId: stock.productId,
    at: new Date(),
    kind,
    onHandDelta: onHand,
    reservedDelta: reserved,
    orderId,
    reason,
  };
  return {
    $inc: { onHand, reserved, available: onHand - reserved, seq: 1 },
    $set: { dirty: true as const },
    $push: { pending: movement },
  };
};

const apply = async (
  { stock }: Collections,
  filter: object,
  update: UpdateFilter<StockDocument>,
): Promise<boolean> => (await stock.updateOne(filter, update)).matchedCount > 0;

type Owner = Pick<StockDocument, '_id' | 'productId'>;

/** A variant never changes its product, so that it is looked up once. */
const owners = new LRUCache<VariantId, Owner>({ max: 20_000 });

const ownerOf = async ({ stock }: Collections, id: VariantId): Promise<Owner | null> => {
  const known = owners.get(id) ?? (await stock.findOne({ _id: id }, { projection: { productId: 1 } }));
  if (known) owners.set(id, known);
  return known;
};

const takeHold = async (db: Collections, hold: Hold) => {
  const { variantId, quantity, orderId, token, expiresAt } = hold;
  const owner = await ownerOf(db, variantId);
  if (!owner) return 'SHORT';
  const update = step(owner, { kind: 'RESERVE', onHand: 0, reserved: quantity, orderId, reason: null });
  const held: HoldDocument = { orderId, token, quantity, expiresAt };
  const mark = { step: token, at: new Date() };
  const filter = { _id: variantId, available: { $gte: quantity }, 'marks.step': { $ne: token } };
  if (await apply(db, filter, { ...update, $push: { ...update.$push, holds: held, marks: mark } }))
    return 'TAKEN';
  const now = await db.stock.findOne({ _id: variantId }, { projection: { holds: 1, marks: 1 } });
  if (now?.holds.some((each) => each.token === token)) return 'TAKEN';
  return now?.marks.some((each) => each.step === token) ? 'GONE' : 'SHORT';
};

/** Whether it was held. The update that removes the hold also changes the level. */
const endHold = async (
  db: Collections,
  { variantId, token, quantity, orderId }: Hold,
  kind: 'COMMIT' | 'RELEASE' | 'EXPIRE',
) => {
  const owner = await ownerOf(db, variantId);
  if (!owner) return false;
  const onHand = kind === 'COMMIT' ? -quantity : 0;
  const update = step(owner, { kind, onHand, reserved: -quantity, orderId, reason: null });
  const filter = { _id: variantId, holds: { $elemMatch: { token, quantity } } };
  return apply(db, filter, { ...update, $pull: { holds: { token } } });
};

/** Nothing will be taken under this token; false where something is or was. */
const bar = (db: Collections, { variantId, token }: Hold): Promise<boolean> =>
  apply(
    db,
    { _id: variantId, 'marks.step': { $ne: token } },
    { $push: { marks: { step: token, at: new Date() } } },
  );

/** One step for each id: the mark tells for as long as the movement may not be in the ledger yet. */
const once = async (
  db: Collections,
  variantId: VariantId,
  change: Step & { id: string },
  condition: object,
): Promise<Adjusted> => {
  if (await db.movements.findOne({ _id: change.id }, { projection: { _id: 1 } })) return 'DONE';
  const owner = await ownerOf(db, variantId);
  if (!owner) return 'UNKNOWN';
  const update = step(owner, change);
  const filter = { _id: variantId, ...condition, 'marks.step': { $ne: change.id } };
  const marked = { ...update, $push: { ...update.$push, marks: { step: change.id, at: new Date() } } };
  if (await apply(db, filter, marked)) return 'DONE';
  return (await db.stock.countDocuments({ _id: variantId, 'marks.step': change.id })) > 0
    ? 'DONE'
    : 'REFUSED';
};

const MAX_ON_HAND = 1_000_000_000;

const adjust = (
  db: Collections,
  variantId: VariantId,
  delta: number,
  reason: string,
  id: string,
): Promise<Adjusted> => {
  const condition = delta < 0 ? { available: { $gte: -delta } } : { onHand: { $lte: MAX_ON_HAND - delta } };
  return once(
    db,
    variantId,
    { id, kind: 'ADJUST', onHand: delta, reserved: 0, orderId: null, reason },
    condition,
  );
};

const set = async (
  db: Collections,
  variantId: VariantId,
  to: number,
  from: number,
  reason: string,
): Promise<Adjusted> => {
  const owner = await ownerOf(db, variantId);
  if (!owner) return 'UNKNOWN';
  const update = step(owner, { kind: 'SET', onHand: to - from, reserved: 0, orderId: null, reason });
  return (await apply(db, { _id: variantId, onHand: from, reserved: { $lte: to } }, update))
    ? 'DONE'
    : 'REFUSED';
};
