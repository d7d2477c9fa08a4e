import { execFile } from 'node:child_process';
import type { Environment, User } from './program.ts';

export type ToolOptions = Readonly<{
  env: Environment;
  stopping?: AbortSignal | undefined;
  user?: User | undefined;
  cwd?: string;
}>;
export type ToolResult = Readonly<{ ok: boolean; said: string }>;

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? '';

/** Runs a program to its end; `said` is its last line, the one of stderr where there is one. */
export const runTool = (
  file: string,
  args: readonly string[],
  { env, stopping, user, cwd }: ToolOptions,
): Promise<ToolResult> =>
  new Promise((resolve) => {
    execFile(
      file,
      args,
      { env: { ...env }, signal: stopping, cwd, ...user, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ ok: !error, said: lastLine(stderr) || lastLine(stdout) || (error?.message ?? '') }),
    );
  });
