import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError } from '../kernel/errors.ts';
import { help } from './help.ts';
import { command, Problem } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';
import { ordersService } from './reconcile/orders.ts';
import { table } from './reconcile/table.ts';
import { lasting, walk } from './reconcile/walk.ts';

help(`npm run reconcile [-- --json] [--within 30]
Holds the books of a running shop against each other: orders, payments and their ledger, stock and its movements, promotions,
refunds, parcels, invoices, the sales report and jobs that gave up. Ends with 0 if all agree and with 1 if anything does not.

  --json         print what was found as JSON
  --within 30    seconds that things which are under way have to come to rest (30)

It asks the orders service at ORDERS_URL with SERVICE_PRIVATE_KEY, or that of the shop which runs from DATA_DIR (.data) on PORT (4000).`);

const readArguments = () => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, within: { type: 'string', default: '30' } },
  });
  const seconds = Number(values.within);
  if (!Number.isFinite(seconds) || seconds < 0)
    throw new Problem(`--within is "${values.within}": give a number of seconds.`);
  return { json: values.json, withinMs: seconds * 1000 };
};

/** A service that does not answer is no fault of the books. */
const explain = (error: unknown): never => {
  throw error instanceof CodedError
    ? new Problem(`${error.message} The books cannot be compared unless the shop runs.`)
    : error;
};

const main = async (): Promise<number> => {
  const { json, withinMs } = readArguments();
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  const orders = ordersService(process.env);
  try {
    const found = await lasting(() => walk(orders), withinMs).catch(explain);
    process.stdout.write(`${json ? JSON.stringify(found, null, 2) : table(found)}\n`);
    return found.faults.length > 0 ? 1 : 0;
  } finally {
    await orders.close();
  }
};

await command(main);
