import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { done } from '../../../kernel/outcome.ts';
import type { Change } from '../change.ts';
import { deskOf } from '../desk.store.prisma.ts';
import type { NoteStore } from './ports.ts';

export const prismaNotes = (db: PrismaClient): NoteStore => {
  const desk = deskOf(db);
  return {
    add: (note, authorId) => {
      const change: Change = { set: {}, events: [{ kind: 'NOTE_ADDED', actor: 'STAFF', actorId: authorId }] };
      return desk(
        note.orderId,
        null,
        () => done({ change }),
        (tx) => tx.orderNote.create({ data: { ...note, authorId } }),
      );
    },
  };
};
