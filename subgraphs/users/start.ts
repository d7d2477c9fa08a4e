import { typeDefs } from '../../generated/users/schema.ts';
import { runJobs } from '../../kernel/jobs.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { mailer } from '../../kernel/mailer.ts';
import { startServer } from '../../kernel/server.ts';
import { adapters } from './adapters.ts';
import type { UsersEnv } from './env.ts';
import { CRON, tasks } from './jobs.ts';
import { jwksRoute } from './keys/jwks.http.ts';
import { loaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { useCases } from './useCases.ts';

/** The one place where the parts meet; `now` is another clock in tests. */
export const start = async (env: UsersEnv, log = createLog('users', env.LOG_LEVEL), now?: () => Date): Promise<Running> => {
  const { ports, revocations, resources } = await adapters(env, log, now);
  const use = useCases(ports);
  await use.signingKeysRotate();
  const jobs = await runJobs(env.USERS_DATABASE_URL, tasks(use, mailer(env), revocations, ports.vault), log, CRON);
  const parts = { typeDefs, resolvers: resolvers(use), loaders: loaders(ports), routes: [jwksRoute(ports)] };
  return startServer({ name: 'users', env, ...parts, resources: [jobs, ...resources] }, log);
};
