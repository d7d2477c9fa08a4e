import { Counter, Histogram } from 'prom-client';
import type { Log } from '../kernel/log.ts';
import { registry } from '../kernel/metrics.ts';
import { mark } from '../kernel/trace.ts';
import type { Answer } from './answer.ts';
import type { Parts } from './graphql.ts';

const operations = new Histogram({
  name: 'plexus_router_operation_seconds',
  help: 'Time to answer an operation, by kind, status and what the response cache did',
  labelNames: ['kind', 'status', 'cache'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

export const fetches = new Histogram({
  name: 'plexus_router_fetch_seconds',
  help: 'Time of a fetch from a subgraph, by outcome',
  labelNames: ['subgraph', 'outcome'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
});

export const breaks = new Counter({
  name: 'plexus_router_breaker_opened_total',
  help: 'How often the way to a subgraph was closed because it failed',
  labelNames: ['subgraph'],
  registers: [registry],
});

/** One log line and one observation for each answer. An operation's name is its client's word: it is in the log, never a label. */
export const noteTo =
  (log: Log): Parts['note'] =>
  ({ status, headers, about }: Answer, { id }, startedAt) => {
    const ms = performance.now() - startedAt;
    const cache = headers['x-cache'] ?? 'NONE';
    mark({
      'graphql.operation.type': about?.kind ?? 'none',
      'http.response.status_code': status,
      'plexus.cache': cache,
      'plexus.errors': about?.errors ?? 0,
      ...(status >= 500 ? { 'error.type': String(status) } : {}),
    });
    operations.observe({ kind: about?.kind ?? 'none', status: String(status), cache }, ms / 1000);
    log.info(
      {
        requestId: id,
        operation: about?.name ?? null,
        kind: about?.kind,
        status,
        ms: Math.round(ms * 10) / 10,
        cache,
        errors: about?.errors ?? 0,
      },
      'answered',
    );
  };
