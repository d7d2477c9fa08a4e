import type { UserId } from '../../../kernel/ids.ts';
import type { LifecyclePorts } from '../lifecycle/ports.ts';

export type CheckoutPorts = LifecyclePorts & {
  customers: {
    /** The account's e-mail address; null if there is no such account. */
    email(id: UserId): Promise<string | null>;
  };
};
