import { runProcess } from '../kernel/process.ts';
import { routerEnv } from './env.ts';
import { start } from './start.ts';

await runProcess('router', routerEnv, start);
