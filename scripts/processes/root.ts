import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const climb = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : climb(dirname(folder)));

/** The project's folder, whether this runs from scripts/ or, built, from dist/scripts/. */
export const ROOT = climb(import.meta.dirname);
