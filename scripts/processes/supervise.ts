import { backoff } from './backoff.ts';
import { type Child, type Exit, endChild, startChild, untilReady } from './childProcess.ts';
import { Problem, sentence } from './problem.ts';
import type { Program } from './program.ts';

export type Supervised = Readonly<{
  program: Program;
  pid(): number | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** For tests: ends it as a crash would, and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}>;

export type Watch = Readonly<{
  logPath: string;
  /** Whether what dies is started again. */
  restart: boolean;
  /** For how long it must have been ready, in milliseconds, so that its backoff begins anew; a minute if not given. */
  stableMs?: number | undefined;
  onMessage(line: string): void;
  began(program: Program, pid: number): void;
  ended(program: Program, pid: number): void;
}>;

/** Keeps one program running: what dies is started again, later each time it dies soon after. */
export const supervise = (program: Program, watch: Watch): Supervised => {
  let current: Child | undefined;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  const delayAfter = backoff(watch.stableMs);

  const start = async (): Promise<void> => {
    stopping = false;
    const child = await startChild(program, watch.logPath, watch.onMessage);
    current = child;
    watch.began(program, child.pid);
    void child.exited.then(() => watch.ended(program, child.pid));
    await untilReady(program, child, watch.logPath).catch(async (error: unknown) => {
      await endChild(program, child);
      throw stopping ? new Problem(`${program.title} was stopped.`) : error;
    });
    const since = Date.now();
    void child.exited.then((exit) => stopping || !watch.restart || again(why(exit), Date.now() - since));
  };
  const again = (reason: string, lasted: number): void => {
    const delay = delayAfter(lasted);
    timer = setTimeout(() => void restart(), delay);
    watch.onMessage(`${program.title} stopped (${reason}); starting it again in ${delay / 1000} s`);
  };
  const restart = (): Promise<unknown> =>
    start().then(
      () => watch.onMessage(`${program.title} is running again`),
      (error: unknown) => stopping || again(sentence(error).replace(/\.$/, ''), 0),
    );
  const stop = async (): Promise<void> => {
    stopping = true;
    clearTimeout(timer);
    if (current) await endChild(program, current);
  };
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (!current || current.isOver()) return;
    process.kill(current.pid, signal);
    await current.exited;
  };
  return { program, pid: () => (current?.isOver() === false ? current.pid : undefined), start, stop, kill };
};

const why = ({ code, signal }: Exit): string => (signal ? `signal ${signal}` : `exit code ${code}`);
