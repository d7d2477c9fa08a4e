import type { UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Order } from '../order.ts';
import type { Note } from './note.ts';

export type NoteStore = {
  /** Keeps a note and says so in the timeline; NOT_FOUND where there is no such order. */
  add(note: Note, author: UserId): Promise<Outcome<Order>>;
};
