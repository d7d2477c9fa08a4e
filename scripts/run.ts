import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, resolve } from 'node:path';

/** Runs a program of the project with its output shown, and says whether it went well; where not, that is said to people too. */
export const attempt = async (what: string, command: string, args: readonly string[]): Promise<boolean> => {
  const path = [resolve('node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
    shell: process.platform === 'win32',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) process.stderr.write(`${what} failed\n`);
  return code === 0;
};

/** The same, for what all the rest needs: it ends this script where it fails. */
export const run = async (what: string, command: string, args: readonly string[]): Promise<void> => {
  if (!(await attempt(what, command, args))) process.exit(1);
};
