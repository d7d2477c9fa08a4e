import type { UserId } from '../../../kernel/ids.ts';

export type PrivacyPorts = {
  privacy: {
    /** Payments stay, without whose they are and what they were paid with; cards that were kept, and the customer, go. */
    forget(userId: UserId): Promise<void>;
  };
};

export type ExpiringRecords = 'events' | 'keys';

export type RetentionPorts = {
  retention: {
    /** Removes a batch of what is older, and is done with; how many. */
    forget(what: ExpiringRecords, before: Date): Promise<number>;
  };
};
