import type { Id } from '../../kernel/ids.ts';
import type { AuditStore, Ledger } from './ledger/ports.ts';
import type { Methods } from './methods/ports.ts';
import type { Orders, Payments } from './payment/ports.ts';
import type { PrivacyPorts, RetentionPorts } from './privacy/ports.ts';
import type { ProviderRequests } from './providerRequests/ports.ts';
import type { SyncTurns } from './providerSync/ports.ts';
import type { Refunds } from './refunds/ports.ts';
import type { Provider } from './stripe/ports.ts';
import type { Events } from './webhooks/ports.ts';

/** Everything that payments needs from outside. `start.ts` provides it. */
export type Ports = PrivacyPorts &
  RetentionPorts & {
    payments: Payments;
    providerRequests: ProviderRequests;
    syncTurns: SyncTurns;
    refunds: Refunds;
    events: Events;
    ledger: Ledger;
    methods: Methods;
    audits: AuditStore;
    provider: Provider;
    orders: Orders;
    now(): Date;
    newRefundId(): Id<'ref'>;
    /** Counts and logs something that requires manual attention. */
    alarm(what: string, about: Readonly<Record<string, string | null>>): void;
  };
