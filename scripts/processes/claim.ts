import { join } from 'node:path';
import { end, isAlive } from './identity.ts';
import { locked } from './lock.ts';
import { Problem } from './problem.ts';
import { type Entry, type Kind, readRun, writeRun } from './run-file.ts';
import { kindSignal, myself } from './runRegistry.ts';

/** The order in which a running shop is taken down: its edge, what stands behind it, what all of them need. */
export const ORDER: readonly ((entry: { kind: Kind; name: string }) => boolean)[] = [
  ({ kind, name }) => kind === 'process' && name === 'router',
  ({ kind, name }) => kind === 'process' && name !== 'router',
  ({ kind }) => kind === 'datastore',
];
const LEFTOVER_MS = 10_000;

/** Ends what a start that was killed has left, each only if it is still the process that was written down. */
const endLeftovers = async (entries: readonly Entry[]): Promise<void> => {
  for (const isTurn of ORDER)
    await Promise.all(entries.filter(isTurn).map((entry) => end(entry, kindSignal(entry.kind), LEFTOVER_MS)));
};

/** Takes a data folder for this process; throws where another start that is alive has it. */
export const claim = (dir: string, onMessage: (line: string) => void): Promise<void> =>
  locked(join(dir, 'run.lock'), 60_000, async () => {
    const before = readRun(dir);
    const owner = before?.owner;
    if (owner && owner.pid !== process.pid && isAlive(owner))
      throw new Problem(
        `Plexus is already running from ${dir} (process ${owner.pid}): stop it, or choose another folder with DATA_DIR.`,
      );
    const leftovers = before?.entries.filter(isAlive) ?? [];
    if (leftovers.length > 0)
      onMessage(`Stopping ${leftovers.length} processes that an earlier start left running`);
    await endLeftovers(leftovers);
    writeRun(dir, { owner: myself(), entries: [] });
  });
