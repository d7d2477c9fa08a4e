import { existsSync } from 'node:fs';
import { Problem } from '../processes/problem.ts';
import type { Environment, Program } from '../processes/program.ts';
import { ROOT } from '../processes/root.ts';
import { environmentOf, type Parts } from './environment.ts';
import { mainOf, type ProcessName, TITLES } from './processes.ts';
import { reachable } from './settings.ts';

const READY_MS = 60_000;
/** A process takes requests for up to five seconds more, finishes them within ten and then closes its stores. */
const STOP_MS = 20_000;
const ASK_MS = 2_000;

/**
 * The same young generation as in production. A request allocates much that is soon garbage: with 2 MB instead, the router answers a
 * third as many, because what outlives two collections that come too early has to be collected among the old objects.
 */
export const NODE_FLAGS = ['--max-semi-space-size=64'];
/** What password hashes and pictures took goes back to the system at once; glibc keeps it otherwise. */
const RETURN_MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576' };

const isReady = async ({ HOST = '', PORT }: Environment): Promise<boolean> => {
  const answer = await fetch(`http://${reachable(HOST)}:${PORT}/readyz`, {
    signal: AbortSignal.timeout(ASK_MS),
  });
  await answer.body?.cancel();
  return answer.ok;
};

/** How to run one of the shop's own processes. */
export const nodeProcess = async (name: ProcessName, parts: Parts): Promise<Program> => {
  const main = mainOf(name);
  if (!existsSync(main)) throw new Problem(`${main} is missing: run npm run build.`);
  const env = await environmentOf(name, parts);
  return {
    name,
    title: TITLES[name],
    kind: 'process',
    command: process.execPath,
    args: [...NODE_FLAGS, main],
    env: { ...RETURN_MEMORY, ...env },
    cwd: ROOT,
    ready: () => isReady(env),
    readyWithin: READY_MS,
    stopSignal: 'SIGTERM',
    stopWithin: STOP_MS,
  };
};
