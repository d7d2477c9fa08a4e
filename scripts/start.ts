import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openFleet } from './processes/fleet.ts';
import { command } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';
import { helpText } from './start/explain.ts';
import { stopOnSignals } from './start/farewell.ts';
import { openProgress } from './start/progress.ts';
import { readSettings } from './start/settings.ts';
import { openShop } from './start/shop.ts';
import { table } from './start/table.ts';
import { watchSources } from './start/watch.ts';

/** Runs the shop until it is told to stop: datastores, migrations, processes, demo shop. */
const start = async (): Promise<number> => {
  const settings = readSettings(process.env);
  const progress = openProgress(process.stdout);
  progress.say(`Starting Plexus from ${settings.dataDir}`);
  const fleet = await openFleet({ dir: settings.dataDir, restart: true, tell: progress.say });
  const farewell = stopOnSignals(fleet, progress);
  try {
    await openShop(settings, fleet, progress);
    progress.close();
    progress.say(table({ ...settings, dataDir: fleet.dir }));
    if (process.argv.includes('--watch')) watchSources(fleet, progress);
  } catch (error) {
    progress.close();
    if (!farewell.isAsked()) {
      await fleet.stop();
      throw error;
    }
  }
  await farewell.stopped;
  progress.say('Plexus has stopped');
  return 0;
};

const main = async (): Promise<number> => {
  const dotEnv = join(ROOT, '.env');
  if (existsSync(dotEnv)) process.loadEnvFile(dotEnv);
  if (!process.argv.includes('--help') && !process.argv.includes('-h')) return start();
  process.stdout.write(helpText());
  return 0;
};

await command(main);
