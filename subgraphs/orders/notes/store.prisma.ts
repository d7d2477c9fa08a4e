import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { done } from '../../../kernel/outcome.ts';
import type { OrderChange } from '../change.ts';
import { staffChanges } from '../desk.store.prisma.ts';
import type { NoteStore } from './ports.ts';

export const prismaNotes = (db: PrismaClient): NoteStore => {
  const desk = staffChanges(db);
  return {
    add: (note, authorId) => {
      const change: OrderChange = {
        set: {},
        events: [{ kind: 'NOTE_ADDED', actor: 'STAFF', actorId: authorId }],
      };
      return desk(
        note.orderId,
        null,
        () => done({ change }),
        (tx) => tx.orderNote.create({ data: { ...note, authorId } }),
      );
    },
  };
};
