import { runProcess } from '../../kernel/process.ts';
import { productsEnv } from './env.ts';
import { start } from './start.ts';

await runProcess('products', productsEnv, start);
