import { Gauge } from 'prom-client';
import type { Resource } from '../../../kernel/lifecycle.ts';
import { registry, scraped } from '../../../kernel/metrics.ts';
import type { Discrepancy } from './discrepancy.ts';
import type { BackOfficePorts } from './ports.ts';

const open = scraped<readonly Discrepancy[]>();

new Gauge({
  name: 'plexus_orders_discrepancies',
  help: 'Confirmed, unresolved discrepancies between stock, orders and payments, by kind',
  labelNames: ['kind'],
  registers: [registry],
  async collect() {
    const lists = await open.all();
    if (lists.length > 0) this.reset();
    for (const { kind } of lists.flat()) this.inc({ kind });
  },
});

/** Exports the open discrepancies as a metric while the process runs. */
export const watchDiscrepancies = ({ discrepancies }: Pick<BackOfficePorts, 'discrepancies'>): Resource => {
  const forget = open.add(() => discrepancies.list(false));
  return { name: 'discrepancies', ready: async () => undefined, close: async () => forget() };
};
