import { parseArgs } from 'node:util';
import { Interrupted } from './interruption.ts';
import { reportOf } from './report.ts';
import { type Options, run } from './run.ts';

const HELP = `npm run chaos -- --seed 7 --minutes 10
Starts a shop of its own, lets buyers and staff use a few variants and promotions at random, kills and pauses processes and
datastores meanwhile, and makes the payment provider fail. Then it lets the shop come to rest and checks, from the datastores and the
provider's books, that nothing was lost, doubled or charged for nothing. Ends with 1 if anything was.

  --seed <number>      what all choices follow from (1)
  --minutes <number>   how long (1)
  --buyers <number>    how many at a time (24)
  --staff <number>     how many at a time (2)
  --faults none        no faults, only load
  --keep               keeps the shop's data, and prints where they are
  --events             prints each fault and acknowledged checkout with its time

Run npm run build first, or use npm run chaos, which does.`;

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '1' },
  buyers: { type: 'string', default: '24' },
  staff: { type: 'string', default: '2' },
  faults: { type: 'string', default: 'all' },
  keep: { type: 'boolean', default: false },
  events: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What a shell expects of a program that a signal ended. */
const INTERRUPTED = 130;

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};
const numberOf = (name: string, text: string, least: number): number => {
  const value = Number(text);
  return Number.isFinite(value) && value >= least
    ? value
    : fail(`--${name} is "${text}": give a number of at least ${least}.`);
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: OPTIONS });
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  if (values.help) {
    say(HELP);
    return 0;
  }
  if (values.faults !== 'all' && values.faults !== 'none') fail('--faults is all or none.');
  const options: Options = {
    seed: numberOf('seed', values.seed, 0),
    minutes: numberOf('minutes', values.minutes, 0.1),
    patienceMinutes: 0,
    buyers: numberOf('buyers', values.buyers, 1),
    staff: numberOf('staff', values.staff, 0),
    withFaults: values.faults === 'all',
    keep: values.keep,
    onMessage: say,
  };
  const result = await run(options);
  if (values.events) for (const line of result.history.events) say(line);
  say(reportOf(result, options));
  return result.violations.length > 0 ? 1 : 0;
};

process.exit(
  await main().catch((error: unknown) => {
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write(`${error.message} The shop is stopped.\n`);
    return INTERRUPTED;
  }),
);
