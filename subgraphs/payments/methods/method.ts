import type { Id, UserId } from '../../../kernel/ids.ts';
import type { CardDetails } from '../payment.ts';

/** A card that a customer keeps with the provider, to pay with again. */
export type SavedMethod = CardDetails & Readonly<{ id: Id<'pm'>; userId: UserId; providerId: string; createdAt: Date }>;
