import {
  bulkhead,
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  SamplingBreaker,
  wrap,
} from 'cockatiel';
import { CodedError } from '../../kernel/errors.ts';
import { breakerOpened, breakerStates } from '../metrics.ts';

/** Runs a fetch, or refuses it at once while the circuit breaker of its subgraph is open or too many fetches wait. */
export type CircuitBreaker = <T>(slow: boolean, run: () => Promise<T>) => Promise<T>;

const IN_FLIGHT = 128;
const WAITING = 512;
const SLOW_MS = 2_500;
const OPEN_MS = 500;
const LONGEST_OPEN_MS = 2_000;

/** The metric's values: closed is healthy, open fails, half-open lets one fetch at a time probe it. Isolated is never asked for. */
const STATES: Readonly<Record<CircuitState, number>> = {
  [CircuitState.Closed]: 0,
  [CircuitState.Open]: 1,
  [CircuitState.HalfOpen]: 2,
  [CircuitState.Isolated]: 1,
};

/**
 * A circuit breaker and a bulkhead for one subgraph. The breaker opens when half of the fetches of ten seconds fail, or are so slow that they
 * hold everything up; it is then half-open, with one fetch at a time, until one succeeds and closes it.
 */
export const circuitBreakerFor = (name: string): CircuitBreaker => {
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof CodedError)).orWhenResult((result) => (result as Timed).slow),
    {
      halfOpenAfter: new ExponentialBackoff({ initialDelay: OPEN_MS, maxDelay: LONGEST_OPEN_MS }),
      breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 2 }),
    },
  );
  breakerStates.set({ subgraph: name }, STATES[CircuitState.Closed]);
  breaker.onStateChange((state) => breakerStates.set({ subgraph: name }, STATES[state]));
  breaker.onBreak(() => breakerOpened.inc({ subgraph: name }));
  const policy = wrap(breaker, bulkhead(IN_FLIGHT, WAITING));
  return async (mayBeSlow, run) => (await policy.execute(() => timed(mayBeSlow, run))).value;
};

type Timed<T = unknown> = Readonly<{ value: T; slow: boolean }>;

const timed = async <T>(mayBeSlow: boolean, run: () => Promise<T>): Promise<Timed<T>> => {
  const startedAt = performance.now();
  const value = await run();
  return { value, slow: !mayBeSlow && performance.now() - startedAt > SLOW_MS };
};
