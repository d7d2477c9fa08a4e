import type { Kind } from './run-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type User = Readonly<{ uid: number; gid: number }>;

/** How to run something: all that starting, watching and ending it needs to know. */
export type Program = Readonly<{
  /** Names its log file and its entry in run.json. */
  name: string;
  /** What people call it. */
  title: string;
  kind: Kind;
  command: string;
  args: readonly string[];
  env: Environment;
  cwd: string;
  user?: User | undefined;
  /** Whether it answers by now; may throw where it does not. */
  ready(): Promise<boolean>;
  readyWithin: number;
  stopSignal: NodeJS.Signals;
  stopWithin: number;
}>;
