import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, resolve } from 'node:path';

/** Runs a program of the project with its output shown; ends this script with its exit code where it fails. */
export const run = async (what: string, command: string, args: readonly string[]): Promise<void> => {
  const path = [resolve('node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, PATH: path }, shell: process.platform === 'win32' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return;
  process.stderr.write(`${what} failed\n`);
  process.exit(code ?? 1);
};
