import { Counter } from 'prom-client';
import type { Log } from '../../kernel/log.ts';
import { registry } from '../../kernel/metrics.ts';
import type { Ports } from './ports.ts';

const alarms = new Counter({
  name: 'plexus_payments_alarms_total',
  help: 'What people have to look at, by kind',
  labelNames: ['alarm'],
  registers: [registry],
});

/** Alarms are counted for whoever watches the metrics, and told in the log. */
export const alarmReporter =
  (log: Log): Ports['alarm'] =>
  (alarm, about) => {
    alarms.inc({ alarm });
    log.error({ alarm, ...about }, 'people have to look at this');
  };

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
