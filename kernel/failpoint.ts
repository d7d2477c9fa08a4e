import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

type Action = 'kill' | 'throw' | `delay=${number}`;

const ACTIVE = process.env.NODE_ENV !== 'production';

/** `orders.checkout.reserve.after:kill,products.reserve.afterClaim:delay=500` */
const readPlan = (text: string): ReadonlyMap<string, Action> =>
  new Map(
    text
      .split(',')
      .filter(Boolean)
      .map((entry) => entry.trim().split(':') as [string, Action]),
  );

const always = readPlan((ACTIVE && process.env.FAILPOINT) || '');

/** What a file plans happens once: the process that reaches the place first takes the plan away. */
const once = (name: string): Action | undefined => {
  const onceFile = ACTIVE && process.env.FAILPOINT_FILE;
  if (!onceFile || !existsSync(onceFile)) return undefined;
  const action = readPlan(readFileSync(onceFile, 'utf8')).get(name);
  if (action) rmSync(onceFile, { force: true });
  return action;
};

/** A named place where tests break the process: it dies as by kill -9, throws, or waits. Never in production. */
export const failpoint = async (name: string): Promise<void> => {
  const action = always.get(name) ?? once(name);
  if (!action) return;
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  if (action === 'throw') throw new Error(`failpoint ${name}`);
  await wait(Number(action.slice('delay='.length)));
};
