import { Counter, Gauge, Histogram } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

const registers = [registry];
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export const operationSeconds = new Histogram({
  name: 'plexus_router_operation_seconds',
  help: 'Time to answer an operation, by its name',
  labelNames: ['operation'],
  buckets,
  registers,
});

export const operations = new Counter({
  name: 'plexus_router_operations_total',
  help: 'Operations answered, by name and outcome: ok, partial (with errors), refused or failed',
  labelNames: ['operation', 'outcome'],
  registers,
});

export const cachedAnswers = new Counter({
  name: 'plexus_router_cache_total',
  help: 'What the response cache did for a request that it may answer: HIT, MISS, STALE or PASS',
  labelNames: ['outcome'],
  registers,
});

export const cachedEntities = new Counter({
  name: 'plexus_router_entities_total',
  help: 'Entities asked of the entity cache: HIT, MISS or PASS',
  labelNames: ['subgraph', 'outcome'],
  registers,
});

export const fetches = new Histogram({
  name: 'plexus_router_fetch_seconds',
  help: 'Time of a fetch from a subgraph, by outcome: answered or failed',
  labelNames: ['subgraph', 'outcome'],
  buckets,
  registers,
});

export const breakerOpened = new Counter({
  name: 'plexus_router_breaker_opened_total',
  help: 'How often the circuit breaker of a subgraph opened because its fetches failed or were too slow',
  labelNames: ['subgraph'],
  registers,
});

export const breakerStates = new Gauge({
  name: 'plexus_router_breaker_state',
  help: 'The circuit breaker of a subgraph: 0 closed (healthy), 1 open (failing), 2 half-open (probing)',
  labelNames: ['subgraph'],
  registers,
});
