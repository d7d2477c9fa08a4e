import { runProcess } from '../../kernel/process.ts';
import { usersEnv } from './env.ts';
import { start } from './start.ts';

await runProcess('users', usersEnv, start);
