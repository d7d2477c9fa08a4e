import type { UserId } from '../../../kernel/ids.ts';

export type PersonalPorts = {
  erasures: {
    /** Notes that somebody is to be forgotten. */
    ask(userId: UserId): Promise<void>;
    /** Everybody who is still to be forgotten in some order. */
    open(): Promise<readonly UserId[]>;
    /** Takes the person out of their orders that are over, and says of how many; those under way need them until they are. */
    eraseOrders(userId: UserId, now: Date): Promise<number>;
    /** Ends those that were asked for before, and of which no order is left. */
    close(before: Date): Promise<void>;
  };
};
