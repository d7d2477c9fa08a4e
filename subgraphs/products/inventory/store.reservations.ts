import { unavailable } from '../../../kernel/errors.ts';
import type { OrderId } from '../../../kernel/ids.ts';
import { isDuplicate } from '../catalogue/store.document.ts';
import type { Collections, ReservationDocument } from '../store.database.ts';
import type { StockPorts } from './ports.ts';
import { dueAt, type Reservation } from './reservation.ts';

const MAX_ATTEMPTS = 30;

export const mongoReservations = (db: Collections): StockPorts['reservations'] => ({
  open: async (reservation) => {
    try {
      await db.reservations.insertOne({ ...fields(reservation), _id: reservation.orderId });
      return { reservation, fresh: true };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    return { reservation: (await find(db, reservation.orderId)) ?? reservation, fresh: false };
  },
  find: (orderId) => find(db, orderId),
  change: (orderId, decide, seen) => change(db, orderId, decide, seen),
  due: async (now, limit) =>
    (
      await db.reservations
        .find({ due: { $lte: now } })
        .sort({ due: 1 })
        .limit(limit)
        .toArray()
    ).map(fromDocument),
});

const find = async ({ reservations }: Collections, orderId: OrderId): Promise<Reservation | null> => {
  const document = await reservations.findOne({ _id: orderId });
  return document && fromDocument(document);
};

/** What was seen need not be read again, unless it has changed since or nothing comes of it. */
const change = async (
  db: Collections,
  orderId: OrderId,
  decide: (reservation: Reservation) => Reservation | null,
  seen: Reservation | null = null,
): Promise<Reservation | null> => {
  const changed = seen && (await replace(db, seen, decide(seen)));
  if (changed) return changed;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const current = await find(db, orderId);
    const decided = current && decide(current);
    if (!decided) return null;
    const kept = await replace(db, current, decided);
    if (kept) return kept;
  }
  throw unavailable('stock');
};

/** As it is kept now; null where somebody else was faster, or nothing is to be kept. */
const replace = async (
  { reservations }: Collections,
  { orderId, version }: Reservation,
  decided: Reservation | null,
): Promise<Reservation | null> => {
  if (!decided) return null;
  const next = { ...decided, version: version + 1 };
  const { matchedCount } = await reservations.replaceOne({ _id: orderId, version }, fields(next));
  return matchedCount > 0 ? next : null;
};

const fields = ({ orderId: _, ...reservation }: Reservation) => {
  const due = dueAt({ ...reservation, orderId: _ }, new Date());
  return { ...reservation, ...(due ? { due } : {}) };
};

const fromDocument = ({ _id, due: _, ...rest }: ReservationDocument): Reservation => ({
  ...rest,
  orderId: _id,
});
