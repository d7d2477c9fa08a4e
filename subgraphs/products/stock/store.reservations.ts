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
      await db.reservations.insertOne({ ...fields(reservation), _id: reservation.orderId, version: 1 });
      return { reservation, fresh: true };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    return { reservation: (await find(db, reservation.orderId)) ?? reservation, fresh: false };
  },
  find: (orderId) => find(db, orderId),
  change: (orderId, decide) => change(db, orderId, decide),
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

const change = async (
  { reservations }: Collections,
  orderId: OrderId,
  decide: (reservation: Reservation) => Reservation | null,
): Promise<Reservation | null> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const document = await reservations.findOne({ _id: orderId });
    const decided = document && decide(fromDocument(document));
    if (!document || !decided) return null;
    const { version } = document;
    const { matchedCount } = await reservations.replaceOne({ _id: orderId, version }, { ...fields(decided), version: version + 1 });
    if (matchedCount > 0) return decided;
  }
  throw unavailable('stock');
};

const fields = ({ orderId: _, ...reservation }: Reservation) => {
  const due = dueAt({ ...reservation, orderId: _ }, new Date());
  return { ...reservation, ...(due ? { due } : {}) };
};

const fromDocument = ({ _id, version: _, due: __, ...rest }: ReservationDocument): Reservation => ({ ...rest, orderId: _id });
