import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

type Ended = Readonly<{ code: number | null; output: string }>;

/** A throwaway copy of the repository's files, in which a test may break something. */
export type Copy = Readonly<{
  write(path: string, text: string): void;
  edit(path: string, change: (text: string) => string): void;
  /** Restores everything. */
  restore(): void;
  /** Runs a program of node_modules/.bin there. */
  run(program: string, args: readonly string[]): Promise<Ended>;
  remove(): void;
}>;

/** All files that are committed or would be. */
const ours = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\0')
    .filter(existsSync);

export const copyOfRepository = (): Copy => {
  const folder = mkdtempSync(join(tmpdir(), 'plexus-copy-'));
  for (const path of ours()) cpSync(path, join(folder, path));
  for (const made of ['node_modules', 'generated']) symlinkSync(resolve(made), join(folder, made));
  const before = new Map<string, string | null>();
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    if (!before.has(file)) before.set(file, existsSync(file) ? readFileSync(file, 'utf8') : null);
    writeFileSync(file, text);
  };
  return {
    write,
    edit: (path, change) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const broken = change(text);
      if (broken === text) throw new Error(`${path} has nothing to break any more: look at the test`);
      write(path, broken);
    },
    restore: () => {
      for (const [file, text] of before) text === null ? rmSync(file) : writeFileSync(file, text);
      before.clear();
    },
    run: (program, args) => ended(resolve('node_modules/.bin', program), args, folder),
    remove: () => rmSync(folder, { recursive: true }),
  };
};

const ended = async (program: string, args: readonly string[], cwd: string): Promise<Ended> => {
  const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: '1' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
};
