import type { UserId } from '../../../kernel/ids.ts';

export type PrivacyPorts = {
  privacy: {
    /** Removes owner and card from payments, and deletes saved cards and the customer. */
    forget(userId: UserId): Promise<void>;
  };
};

export type ExpiringRecords = 'events' | 'keys';

export type RetentionPorts = {
  retention: {
    /** Deletes a batch of finished records older than `before`. Returns how many. */
    forget(what: ExpiringRecords, before: Date): Promise<number>;
  };
};
