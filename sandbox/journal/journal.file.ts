import { createReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export type Journal = Readonly<{
  append(line: string): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}>;

/** Lines are written in order, as many at once as came up during the last write, and each is on disk before `settled` says so. */
export const openJournal = async (path: string): Promise<Journal> => {
  const file = await open(path, 'a');
  let tail: Promise<void> = Promise.resolve();
  let gathering: string[] | null = null;
  const write = async (lines: readonly string[]): Promise<void> => {
    await file.appendFile(lines.map((line) => `${line}\n`).join(''));
    await file.datasync();
  };
  const startBatch = (): string[] => {
    const lines: string[] = [];
    tail = tail.then(() => {
      gathering = null;
      return write(lines);
    });
    // A failed write fails every later one; whoever waits for `settled` hears of it.
    tail.catch(() => undefined);
    return lines;
  };
  return {
    append: (line) => {
      gathering ??= startBatch();
      gathering.push(line);
    },
    settled: () => tail,
    close: async () => {
      await tail.catch(() => undefined);
      await file.close();
    },
  };
};

/** All whole lines. What a crash left half written at the end was never answered, and is left out. */
export async function* readJournal<T>(path: string): AsyncGenerator<T> {
  let torn: number | null = null;
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (torn !== null)
      throw new Error(`${path} is damaged in line ${torn}. Move it away to start with an empty sandbox.`);
    const value = parse<T>(line);
    if (value === null) torn = number;
    else yield value;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path, 'r').catch(missingIsNull);
  if (!file) return;
  await file.close();
  yield* createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
}

const missingIsNull = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};

const parse = <T>(line: string): T | null => {
  try {
    return JSON.parse(line) as T;
  } catch {
    return null;
  }
};

/** Puts a new journal in the old one's place, whole or not at all. */
export const replaceJournal = async (path: string, lines: Iterable<string>): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const next = await open(`${path}.next`, 'w', 0o600);
  for (const line of lines) await next.appendFile(`${line}\n`);
  await next.sync();
  await next.close();
  await rename(`${path}.next`, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
};
