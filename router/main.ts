import { readEnv } from '../kernel/env.ts';
import { endOnSignals } from '../kernel/lifecycle.ts';
import { createLog } from '../kernel/log.ts';
import { routerEnv } from './env.ts';
import { start } from './start.ts';

const env = readEnv(routerEnv);
const log = createLog('router', env.LOG_LEVEL);
endOnSignals(await start(env, log), log);
