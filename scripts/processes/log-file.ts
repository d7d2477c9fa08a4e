import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MOST_BYTES = 8 * 1024 * 1024;
const TAIL_BYTES = 4096;

export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Opens a log to append to; one that has grown big is kept as `.1`. */
export const openLog = (path: string): number => {
  mkdirSync(dirname(path), { recursive: true });
  if (sizeOf(path) > MOST_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
};

const readFrom = (path: string, from: number, length: number): string => {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, length, from));
  } finally {
    closeSync(file);
  }
};

const messageOf = (line: string): string => {
  try {
    return String((JSON.parse(line) as { msg?: unknown }).msg ?? line);
  } catch {
    return line;
  }
};

/** What was said since the log had this size, a line each: no stacks, and of JSON the message alone. */
const linesSince = (path: string, since: number): readonly string[] => {
  const size = sizeOf(path);
  const from = Math.max(since, size - TAIL_BYTES);
  const lines = size > from ? readFrom(path, from, size - from).split('\n') : [];
  return lines.map((line) => messageOf(line).trim()).filter((line) => line !== '' && !line.startsWith('at '));
};

/** The same for a sentence: at most 300 characters, '' where nothing was said. */
export const lastWords = (path: string, since: number): string =>
  linesSince(path, since).slice(-6).join(' ').slice(0, 300);

export const lastLine = (path: string, since: number): string => linesSince(path, since).at(-1) ?? '';
