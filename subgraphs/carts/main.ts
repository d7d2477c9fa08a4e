import { runProcess } from '../../kernel/process.ts';
import { cartsEnv } from './env.ts';
import { start } from './start.ts';

await runProcess('carts', cartsEnv, start);
