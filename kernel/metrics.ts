import { setTimeout as wait } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The process's Prometheus registry, with the runtime's own figures (memory, handles, the event loop's longest delay since the last scrape). */
export const registry = new Registry();

/** Once a process, even where several servers run in one, as in tests. */
export const startMetrics = (process: string): void => {
  if (registry.getSingleMetric('process_cpu_user_seconds_total')) return;
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry });
};

export const requestSeconds = new Histogram({
  name: 'plexus_http_request_seconds',
  help: 'Time to answer an HTTP request, by route and status',
  labelNames: ['route', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

export const requestsInFlight = new Gauge({
  name: 'plexus_http_requests_in_flight',
  help: 'HTTP requests being answered',
  registers: [registry],
});

export const maskedErrors = new Counter({
  name: 'plexus_masked_errors_total',
  help: 'Errors that a client saw as INTERNAL_SERVER_ERROR',
  registers: [registry],
});

export const strayErrors = new Counter({
  name: 'plexus_stray_errors_total',
  help: 'Errors that no request waited for: promises that nobody caught',
  registers: [registry],
});

export const logWriteFailures = new Counter({
  name: 'plexus_log_write_failures_total',
  help: 'Attempts to write log lines that failed: the disk is full, or nobody reads the pipe',
  registers: [registry],
});

export const logLinesDropped = new Counter({
  name: 'plexus_log_lines_dropped_total',
  help: 'Log lines that were lost because too many waited to be written',
  registers: [registry],
});

export const mails = new Counter({
  name: 'plexus_mails_total',
  help: 'Mails handed over: sent or failed',
  labelNames: ['outcome'],
  registers: [registry],
});
for (const outcome of ['sent', 'failed']) mails.inc({ outcome }, 0);

const SCRAPE_MS = 1_000;

/** Figures that stores are asked for when the metrics are read, by several metrics at once only once; a store that does not answer in a second says none. */
export const scraped = <T>() => {
  const askers = new Set<() => Promise<T>>();
  const inTime = (ask: () => Promise<T>): Promise<readonly T[]> =>
    Promise.race([
      ask().then(
        (figure) => [figure],
        () => [],
      ),
      wait(SCRAPE_MS, [], { ref: false }),
    ]);
  let asking: Promise<T[]> | null = null;
  return {
    /** Answers how to end the asking. */
    add: (ask: () => Promise<T>): (() => void) => {
      askers.add(ask);
      return () => void askers.delete(ask);
    },
    all: (): Promise<readonly T[]> => {
      asking ??= Promise.all([...askers].map(inTime))
        .then((figures) => figures.flat() as T[])
        .finally(() => {
          asking = null;
        });
      return asking;
    },
  };
};
