import { expect, test } from 'vitest';
import { faultsOf, operationsOf, reportOf } from './report.ts';
import { type Options, run } from './run.ts';

const MINUTES = 1;
/** Two shops side by side share the machine, so each has few visitors. */
const CROWD = {
  minutes: MINUTES,
  /** On a busy machine a shop sells little in a minute: the run goes on until a client saw an order placed. */
  patienceMinutes: 3,
  buyers: 10,
  staff: 1,
  withFaults: true,
  keep: false,
  onMessage: () => undefined,
};

test.concurrent.each([7, 23])(
  'no invariant is broken by a minute of load and faults, seed %i',
  { timeout: 600_000 },
  async (seed) => {
    const options: Options = { seed, ...CROWD };
    const result = await run(options);
    expect(result.violations, reportOf(result, options)).toEqual([]);
    expect(operationsOf(result.history), 'the run did something').toBeGreaterThan(100);
    expect(faultsOf(result.history)).toBeGreaterThan(5);
    expect(result.history.placed.size, 'a client saw an order placed').toBeGreaterThan(0);
  },
);
