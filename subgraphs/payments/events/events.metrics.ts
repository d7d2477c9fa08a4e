import { Counter } from 'prom-client';
import { registry } from '../../../kernel/metrics.ts';

/** What becomes of a request to the webhook endpoint, or later of an event that waited to be applied. */
export type WebhookOutcome = 'received' | 'ignored' | 'foreign' | 'quarantined' | 'malformed' | 'unsigned';

const events = new Counter({
  name: 'plexus_payments_webhook_events_total',
  help: 'Events of the payment provider, by what became of them when they came',
  labelNames: ['outcome'],
  registers: [registry],
});
for (const outcome of [
  'received',
  'ignored',
  'foreign',
  'quarantined',
  'malformed',
  'unsigned',
] satisfies WebhookOutcome[])
  events.inc({ outcome }, 0);

export const countWebhookEvent = (outcome: WebhookOutcome): void => events.inc({ outcome });
