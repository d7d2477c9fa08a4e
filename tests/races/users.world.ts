import { aUsersService } from '../stores/users.world.ts';
import { balance } from '../support/balancer.ts';
import { freePort } from '../support/ports.ts';
import { type Process, startProcess } from '../support/process.ts';

/** Two processes of users on the same stores, and a router in front of both; all their clocks can be turned together. */
export const severalUsersServices = async (more: Record<string, string> = {}) => {
  const processes: Process[] = [];
  const launch = async (env: Record<string, string>): Promise<Process> => {
    const launched = await startProcess('subgraphs/users', { ...env, PORT: String(await freePort()) });
    processes.push(launched);
    return launched;
  };
  const users = await aUsersService(2, more, async (url) => url, launch);
  const [shared, port] = [await freePort(), await freePort()];
  const balancer = await balance(
    shared,
    users.urls.map((url) => Number(new URL(url).port)),
  );
  const router = await startProcess('router', {
    ...users.raw,
    PORT: String(port),
    USERS_URL: `http://127.0.0.1:${shared}/graphql`,
    SERVICE_PRIVATE_KEY: JSON.stringify(users.keys.privateOf('router')),
  });
  return {
    ...users,
    routerUrl: router.url,
    /** Nothing may be under way meanwhile: what a process signed before has ended after. */
    turn: async (aheadMs: number): Promise<void> => {
      users.clock.aheadMs = aheadMs;
      await Promise.all([...processes, router].map((each) => each.turn(aheadMs)));
    },
    stop: async (): Promise<void> => {
      await router.stop();
      await balancer.close();
      await users.stop();
    },
  };
};
export type UsersServices = Awaited<ReturnType<typeof severalUsersServices>>;
