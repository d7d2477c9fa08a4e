import { backoff } from './backoff.ts';
import { Problem, sentence } from './problem.ts';
import type { Program } from './program.ts';
import { type Exit, endSpawned, type Spawned, spawnProgram, untilReady } from './spawned.ts';

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
  tell(line: string): void;
  began(program: Program, pid: number): void;
  ended(program: Program, pid: number): void;
}>;

/** Keeps one program running: what dies is started again, later each time it dies soon after. */
export const supervise = (program: Program, watch: Watch): Supervised => {
  let current: Spawned | undefined;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  const delayAfter = backoff(watch.stableMs);

  const start = async (): Promise<void> => {
    stopping = false;
    const spawned = await spawnProgram(program, watch.logPath, watch.tell);
    current = spawned;
    watch.began(program, spawned.pid);
    void spawned.exited.then(() => watch.ended(program, spawned.pid));
    await untilReady(program, spawned, watch.logPath).catch(async (error: unknown) => {
      await endSpawned(program, spawned);
      throw stopping ? new Problem(`${program.title} was stopped.`) : error;
    });
    const since = Date.now();
    void spawned.exited.then((exit) => stopping || !watch.restart || again(why(exit), Date.now() - since));
  };
  const again = (reason: string, lasted: number): void => {
    const delay = delayAfter(lasted);
    timer = setTimeout(() => void restart(), delay);
    watch.tell(`${program.title} stopped (${reason}); starting it again in ${delay / 1000} s`);
  };
  const restart = (): Promise<unknown> =>
    start().then(
      () => watch.tell(`${program.title} is running again`),
      (error: unknown) => stopping || again(sentence(error).replace(/\.$/, ''), 0),
    );
  const stop = async (): Promise<void> => {
    stopping = true;
    clearTimeout(timer);
    if (current) await endSpawned(program, current);
  };
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (!current || current.isOver()) return;
    process.kill(current.pid, signal);
    await current.exited;
  };
  return { program, pid: () => (current?.isOver() === false ? current.pid : undefined), start, stop, kill };
};

const why = ({ code, signal }: Exit): string => (signal ? `signal ${signal}` : `exit code ${code}`);
