import type { Id, UserId } from '../../../kernel/ids.ts';
import type { CardDetails } from '../payment/payment.ts';
import type { SavedMethod } from './method.ts';

export type Methods = {
  ofUser(userId: UserId): Promise<SavedMethod[]>;
  /** How many the customer gave up again. */
  countDetached(userId: UserId): Promise<number>;
  find(userId: UserId, id: Id<'pm'>): Promise<SavedMethod | null>;
  keep(userId: UserId, providerId: string, card: CardDetails): Promise<SavedMethod>;
  detach(id: Id<'pm'>): Promise<void>;
  customerOf(userId: UserId): Promise<string | null>;
  /** Counts a try to keep a card; false, and not counted, where the customer has made as many as an hour allows. */
  countAttach(userId: UserId): Promise<boolean>;
  keepCustomer(userId: UserId, providerId: string): Promise<string>;
};
