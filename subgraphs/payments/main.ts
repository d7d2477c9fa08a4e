import { runProcess } from '../../kernel/process.ts';
import { paymentsEnv } from './env.ts';
import { start } from './start.ts';

await runProcess('payments', paymentsEnv, start);
