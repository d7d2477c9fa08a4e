import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const climb = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : climb(dirname(folder));

/** The project's folder, whether this runs from scripts/ or, built, from dist/scripts/. */
export const ROOT = climb(import.meta.dirname);

/** Whether Node was started with this very file. */
export const isMain = (url: string): boolean =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
