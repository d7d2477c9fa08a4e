import type { Id, OrderId } from '../../../kernel/ids.ts';

/** What the staff noted about an order. */
export type Note = Readonly<{ id: Id<'note'>; orderId: OrderId; body: string; createdAt: Date }>;
