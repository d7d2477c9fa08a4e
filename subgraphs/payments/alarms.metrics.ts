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
export const loudly =
  (log: Log): Ports['alarm'] =>
  (alarm, about) => {
    alarms.inc({ alarm });
    log.error({ alarm, ...about }, 'people have to look at this');
  };
