import { newId } from '../../kernel/ids.ts';
import { createLog } from '../../kernel/log.ts';
import { parsePassword } from './accounts/password.ts';
import type { Role } from './accounts/user.ts';
import type { UsersEnv } from './env.ts';
import { adapters } from './start.ts';

const DEMO_PASSWORD = 'plexus-demo-password';

type DemoAccount = Readonly<{ email: string; role: Role; givenName: string; familyName: string }>;

const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: 'admin@example.com', role: 'ADMIN', givenName: 'Alex', familyName: 'Admin' },
  { email: 'staff@example.com', role: 'STAFF', givenName: 'Sam', familyName: 'Staff' },
  { email: 'customer@example.com', role: 'CUSTOMER', givenName: 'Chris', familyName: 'Customer' },
];

/** Creates the demo accounts, only outside production and in an empty database. Returns how many it created. */
export const seed = async (env: UsersEnv): Promise<number> => {
  if (env.NODE_ENV === 'production') return 0;
  const { ports, resources } = await adapters(env, createLog('users', env.LOG_LEVEL));
  try {
    const password = parsePassword(DEMO_PASSWORD);
    if (!password || !(await ports.users.isEmpty())) return 0;
    const hash = await ports.passwords.hash(password);
    await ports.transaction(async ({ users, credentials }) => {
      for (const { email, role, ...name } of DEMO_ACCOUNTS) {
        const id = newId('user');
        if (!(await users.create({ id, email, profile: { ...name, phone: null } }))) continue;
        await users.update(id, { role, emailVerifiedAt: ports.now() });
        await credentials.set(id, hash);
      }
    });
    return DEMO_ACCOUNTS.length;
  } finally {
    for (const resource of resources) await resource.close();
  }
};
