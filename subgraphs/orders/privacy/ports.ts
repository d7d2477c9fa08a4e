import type { UserId } from '../../../kernel/ids.ts';
import type { DocumentPorts } from '../documents/ports.ts';

export type PrivacyPorts = DocumentPorts & {
  /** Requests to erase a person, kept until no order of the person is left. */
  erasures: {
    request(userId: UserId): Promise<void>;
    /** Everyone with an open request. */
    open(): Promise<readonly UserId[]>;
    /** Erases the person from a batch of finished orders and returns how many. Orders under way are left until they are finished. */
    eraseOrders(userId: UserId, now: Date): Promise<number>;
    /** Closes requests that are older than `before` and have no order left. */
    close(before: Date): Promise<void>;
  };
};
