import { runProcess } from '../../kernel/process.ts';
import { ordersEnv } from './env.ts';
import { start } from './start.ts';

await runProcess('orders', ordersEnv, start);
