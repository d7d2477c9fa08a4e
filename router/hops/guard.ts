import { bulkhead, CircuitState, circuitBreaker, ExponentialBackoff, handleWhen, SamplingBreaker, wrap } from 'cockatiel';
import { CodedError } from '../../kernel/errors.ts';
import { breakerStates, breaks } from '../metrics.ts';

/** Runs a fetch, or refuses it at once while its subgraph keeps failing or has too much to do. */
export type Guard = <T>(slow: boolean, run: () => Promise<T>) => Promise<T>;

const IN_FLIGHT = 128;
const WAITING = 512;
const SLOW_MS = 2_500;
const OPEN_MS = 500;
const LONGEST_OPEN_MS = 2_000;

/** Half of ten seconds' fetches failing, or so slow that they hold everything up, closes the way; one fetch at a time then tries it again. */
export const guardOf = (name: string): Guard => {
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof CodedError)).orWhenResult((result) => (result as Timed).slow),
    {
      halfOpenAfter: new ExponentialBackoff({ initialDelay: OPEN_MS, maxDelay: LONGEST_OPEN_MS }),
      breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 2 }),
    },
  );
  breakerStates.set({ subgraph: name }, 0);
  breaker.onStateChange((state) => breakerStates.set({ subgraph: name }, figureOf(state)));
  breaker.onBreak(() => breaks.inc({ subgraph: name }));
  const policy = wrap(breaker, bulkhead(IN_FLIGHT, WAITING));
  return async (mayBeSlow, run) => (await policy.execute(() => timed(mayBeSlow, run))).value;
};

const figureOf = (state: CircuitState): number => {
  if (state === CircuitState.Closed) return 0;
  return state === CircuitState.HalfOpen ? 1 : 2;
};

type Timed<T = unknown> = Readonly<{ value: T; slow: boolean }>;

const timed = async <T>(mayBeSlow: boolean, run: () => Promise<T>): Promise<Timed<T>> => {
  const startedAt = performance.now();
  const value = await run();
  return { value, slow: !mayBeSlow && performance.now() - startedAt > SLOW_MS };
};
