import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { help } from './help.ts';
import { type Change, readArguments } from './jobs/arguments.ts';
import { deadJobs } from './jobs/dead.ts';
import { inQueue } from './jobs/queue.ts';
import { openQueues, type Queues, urlOf } from './jobs/stores.ts';
import { changeLines, queueLines } from './jobs/table.ts';
import { command } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';

help(`npm run jobs [-- retry|drop …]
Shows what waits and what gave up in the queues of users, orders and payments, without what the jobs are about. Ends with 0 if
nothing gave up and with 1 if anything did.

  npm run jobs                                   shows the queues
  npm run jobs -- retry <database> <id…|--all>   runs jobs that gave up again, with all their tries
  npm run jobs -- drop <database> <id>           gives one that gave up up for good

Only what has given up is changed; ends with 1 if any job that is named has not. The databases are those of USERS_DATABASE_URL,
ORDERS_DATABASE_URL and PAYMENTS_DATABASE_URL, or of the shop that runs from DATA_DIR (.data), or else the store is started there.`);

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

const show = async ({ urls }: Queues): Promise<number> => {
  const queues = await Promise.all(
    [...urls].map(([database, url]) => inQueue(database, url, (client) => deadJobs.look(client, database))),
  );
  print(queueLines(queues));
  return queues.some(({ dead }) => dead > 0) ? 1 : 0;
};

const change = async (queues: Queues, { what, database, ids }: Change): Promise<number> => {
  const changed = await inQueue(database, urlOf(queues, database), (client) => deadJobs[what](client, ids));
  print(changeLines({ what, database, ids }, changed));
  return ids?.some((id) => !changed.some((job) => job.id === id)) ? 1 : 0;
};

const main = async (): Promise<number> => {
  const given = readArguments(process.argv.slice(2));
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  const queues = await openQueues(process.env, say);
  try {
    return await (given.what === 'show' ? show(queues) : change(queues, given));
  } finally {
    await queues.stop();
  }
};

await command(main);
