import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { help } from './help.ts';
import { command, Problem } from './processes/problem.ts';
import { secretFiles } from './secrets/containers.ts';
import { ensurePasswords } from './secrets/passwords.ts';
import { ensureSecrets } from './start/secrets.ts';

help(`node dist/scripts/secrets.js <folder>
Makes the secrets of the containers of docker-compose.yml, once, and writes to <folder>/<container> what that container alone
may know: keys, passwords, and the addresses that hold one. What the environment gives to a container wins over it.`);

const main = async (): Promise<number> => {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Problem('Say where to write, as in: node dist/scripts/secrets.js /secrets');
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  const secrets = await ensureSecrets(join(state, 'secrets.json'), 'production');
  const passwords = ensurePasswords(join(state, 'passwords.json'));
  const files = await secretFiles({
    secrets,
    passwords,
    hasStripeAccount: Boolean(process.env.STRIPE_SECRET_KEY),
  });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    rmSync(join(folder, path), { force: true });
    writeFileSync(join(folder, path), text);
    /** Each volume is seen by one container, whose user is not ours. */
    chmodSync(join(folder, path), 0o444);
  }
  process.stdout.write(`wrote ${files.length} files to ${folder}\n`);
  return 0;
};

await command(main);
