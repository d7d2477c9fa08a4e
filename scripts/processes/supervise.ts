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
  tell(line: string): void;
  began(program: Program, pid: number): void;
  ended(program: Program, pid: number): void;
}>;

const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;
/** What was ready for this long was well; whoever dies again and again before waits longer each time. */
const STABLE_MS = 1_000;

/** Keeps one program running: what dies is started again, later each time it dies soon after. */
export const supervise = (program: Program, watch: Watch): Supervised => {
  let current: Spawned | undefined;
  let stopping = false;
  const retry = backoff();

  const start = async (): Promise<void> => {
    stopping = false;
    const spawned = await spawnProgram(program, watch.logPath);
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
    const delay = retry.after(lasted, () => void restart());
    watch.tell(`${program.title} stopped (${reason}); starting it again in ${delay / 1000} s`);
  };
  const restart = (): Promise<unknown> =>
    start().then(
      () => watch.tell(`${program.title} is running again`),
      (error: unknown) => stopping || again(sentence(error).replace(/\.$/, ''), 0),
    );
  const stop = async (): Promise<void> => {
    stopping = true;
    retry.cancel();
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

/** Half a second, then twice as long each time, up to half a minute; what ran for a minute begins anew. */
const backoff = () => {
  let delay = SHORTEST_MS;
  let timer: NodeJS.Timeout | undefined;
  const after = (lasted: number, work: () => void): number => {
    const now = lasted > STABLE_MS ? SHORTEST_MS : delay;
    timer = setTimeout(work, now);
    delay = Math.min(now * 2, LONGEST_MS);
    return now;
  };
  return { after, cancel: () => clearTimeout(timer) };
};
