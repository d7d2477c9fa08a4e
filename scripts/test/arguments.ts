import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TIERS } from './tiers.ts';

export type TestArguments = Readonly<{
  /** The tiers to run; empty for all. */
  tiers: readonly string[];
  /** Parts of the paths of the files to run; empty for all. */
  patterns: readonly string[];
  coverage: boolean;
}>;

const FOLDERS = ['kernel', 'router', 'subgraphs', 'sandbox', 'scripts', 'tests'];

/** The paths of all test files. */
const testFiles = (): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ).filter((file) => file.endsWith('.test.ts'));

/** What the command line of `npm test` asks for, or one sentence that says what is wrong with it. */
export const readTestArguments = (
  args: readonly string[],
  files: () => readonly string[] = testFiles,
): TestArguments | string => {
  const words = args.filter((arg) => arg !== '--');
  const [unknownOption] = words.filter((word) => word.startsWith('-') && word !== '--coverage');
  if (unknownOption) return `There is no option ${unknownOption}: see npm test -- --help`;
  const names = words.filter((word) => !word.startsWith('-'));
  const isTier = (name: string): boolean => (TIERS as readonly string[]).includes(name);
  const patterns = names.filter((name) => !isTier(name)).map((name) => name.replace(/^\.\//, ''));
  const known = patterns.length > 0 ? files() : [];
  const wrong = patterns.find((pattern) => !known.some((file) => file.includes(pattern)));
  if (wrong !== undefined)
    return `There is no tier and no test file "${wrong}": name a tier (${TIERS.join(', ')}) or a part of a file's path.`;
  return { tiers: names.filter(isTier), patterns, coverage: words.includes('--coverage') };
};
