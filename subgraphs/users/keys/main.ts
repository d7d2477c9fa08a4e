import { readEnv } from '../../../kernel/env.ts';
import { createLog } from '../../../kernel/log.ts';
import { usersEnv } from '../env.ts';
import { adapters } from '../start.ts';
import { signingKeysRotate } from './signingKey.ts';

/** Rotates the signing key: `node dist/subgraphs/users/keys/main.js`, with the environment of users. */
const env = readEnv(usersEnv);
const log = createLog('users', env.LOG_LEVEL);
const { ports, resources } = await adapters(env, log);
await signingKeysRotate(ports)(true);
log.info('published a new signing key; it starts signing in 10 minutes');
for (const resource of resources) await resource.close();
