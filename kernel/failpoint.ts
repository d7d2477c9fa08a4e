import { setTimeout as wait } from 'node:timers/promises';

type Action = 'kill' | 'throw' | `delay=${number}`;

/** `FAILPOINT=orders.checkout.afterReserve:kill,products.reserve.beforeCommit:delay=500`; never in production. */
const readPlan = (text: string | undefined): ReadonlyMap<string, Action> =>
  new Map(
    (text ?? '')
      .split(',')
      .filter(Boolean)
      .map((entry) => entry.split(':') as [string, Action]),
  );

const plan = process.env.NODE_ENV === 'production' ? new Map<string, Action>() : readPlan(process.env.FAILPOINT);

/** A named place where tests break the process: it dies as by kill -9, throws, or waits. */
export const failpoint = async (name: string): Promise<void> => {
  const action = plan.get(name);
  if (!action) return;
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  if (action === 'throw') throw new Error(`failpoint ${name}`);
  await wait(Number(action.slice('delay='.length)));
};
