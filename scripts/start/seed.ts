import { spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine, lastWords, openLog, sizeOf } from '../processes/log-file.ts';
import { Problem } from '../processes/problem.ts';
import { ROOT } from '../processes/root.ts';
import { type Parts, shopEnvironment } from './environment.ts';

/** Fills empty stores with the demo shop; what is there already is left alone. Answers the last line that it said. */
export const seed = async (parts: Parts, stopping: AbortSignal): Promise<string> => {
  const script = join(ROOT, 'dist', 'scripts', 'seed.js');
  if (!existsSync(script)) throw new Problem(`${script} is missing: run npm run build.`);
  const path = join(parts.settings.dataDir, 'logs', 'seed.log');
  const log = openLog(path);
  const since = sizeOf(path);
  const child = spawn(process.execPath, [script], {
    cwd: ROOT,
    env: { ...shopEnvironment(parts), PORT: String(parts.settings.port) },
    stdio: ['ignore', log, log],
    signal: stopping,
  });
  closeSync(log);
  const code = await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  if (code !== 0)
    throw new Problem(`The demo shop could not be filled (${lastWords(path, since)}): see ${path}.`);
  return lastLine(path, since) || 'filled';
};
