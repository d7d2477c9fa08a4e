import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The process's Prometheus registry, with the runtime's own figures (event-loop delay, memory, handles). */
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
