import { parseArgs } from 'node:util';
import { databaseOf, STORES } from '../datastores/urls.ts';
import { Problem } from '../processes/problem.ts';

/** `ids` is null for all that gave up. */
export type Change = Readonly<{ what: 'retry' | 'drop'; database: string; ids: readonly string[] | null }>;
export type JobsArguments = Readonly<{ what: 'show' }> | Change;

const DATABASES = STORES.postgres.map(databaseOf);
/** What a bigint holds in any case. */
const ID = /^[1-9]\d{0,17}$/;

/** What is asked for on the command line. */
export const readArguments = (args: readonly string[]): JobsArguments => {
  const options = { all: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [what, database = '', ...ids] = positionals;
  if (what === undefined && !values.all) return { what: 'show' };
  if (what !== 'retry' && what !== 'drop')
    throw new Problem(
      'npm run jobs shows the queues; to change one, say retry or drop, as in: npm run jobs -- retry orders 12',
    );
  if (!DATABASES.includes(database))
    throw new Problem(`There is no queue "${database}": it is one of ${DATABASES.join(', ')}.`);
  return { what, database, ids: what === 'retry' ? readIds(ids, values.all) : readOne(ids, values.all) };
};

const readIds = (ids: readonly string[], all: boolean): readonly string[] | null => {
  if (all === ids.length > 0)
    throw new Problem(
      'Say which jobs run again, as in: npm run jobs -- retry orders 12 15, or --all of them.',
    );
  const wrong = ids.find((id) => !ID.test(id));
  if (wrong !== undefined) throw new Problem(`"${wrong}" is no id of a job: npm run jobs shows them.`);
  return all ? null : [...new Set(ids)];
};

/** What is dropped is gone, so that each is named by itself. */
const readOne = (ids: readonly string[], all: boolean): readonly string[] | null => {
  if (all || ids.length !== 1)
    throw new Problem('Say the one job that is dropped, as in: npm run jobs -- drop orders 12');
  return readIds(ids, false);
};
