import type { UserId } from '../../../kernel/ids.ts';

export type PersonalPorts = {
  personal: {
    /** Payments stay, without whose they are and what they were paid with; cards that were kept, and the customer, go. */
    forget(userId: UserId): Promise<void>;
  };
};

export type Kept = 'events' | 'keys';

export type UpkeepPorts = {
  upkeep: {
    /** Removes a batch of what is older, and is done with; how many. */
    forget(what: Kept, before: Date): Promise<number>;
  };
};
