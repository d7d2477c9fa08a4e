import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './processes/problem.ts';
import { openProcessManager } from './processes/processManager.ts';
import { ROOT } from './processes/root.ts';
import { helpText } from './start/explain.ts';
import { openProgress } from './start/progress.ts';
import { readSettings } from './start/settings.ts';
import { openShop } from './start/shop.ts';
import { stopOnSignals } from './start/shutdown.ts';
import { table } from './start/table.ts';
import { watchSources } from './start/watch.ts';

/** Runs the shop until it is told to stop: datastores, migrations, processes, demo shop. */
const start = async (): Promise<number> => {
  const settings = readSettings(process.env);
  const progress = openProgress(process.stdout);
  progress.say(`Starting Plexus from ${settings.dataDir}`);
  const processes = await openProcessManager({
    dir: settings.dataDir,
    restart: true,
    onMessage: progress.say,
  });
  const shutdown = stopOnSignals(processes, progress);
  try {
    await openShop(settings, processes, progress);
    progress.close();
    progress.say(table({ ...settings, dataDir: processes.dir }));
    if (process.argv.includes('--watch')) watchSources(processes, progress);
  } catch (error) {
    progress.close();
    if (!shutdown.isAsked()) {
      await processes.stop();
      throw error;
    }
  }
  await shutdown.stopped;
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
