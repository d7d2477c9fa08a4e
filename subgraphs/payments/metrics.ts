import { Counter } from 'prom-client';
import type { Log } from '../../kernel/log.ts';
import { registry } from '../../kernel/metrics.ts';
import type { Ports } from './ports.ts';

const alarms = new Counter({
  name: 'plexus_payments_alarms_total',
  help: 'Alarms that require manual attention, by kind',
  labelNames: ['alarm'],
  registers: [registry],
});

/** Counts alarms in the metrics and logs them as errors. */
export const alarmReporter =
  (log: Log): Ports['alarm'] =>
  (alarm, about) => {
    alarms.inc({ alarm });
    log.error({ alarm, ...about }, 'manual attention required');
  };

/** The result of a request to the webhook endpoint, or of an event applied later. */
export type WebhookOutcome = 'received' | 'ignored' | 'foreign' | 'quarantined' | 'malformed' | 'unsigned';

const events = new Counter({
  name: 'plexus_payments_webhook_events_total',
  help: 'Webhook events of the payment provider, by outcome',
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
