import { CodedError } from './errors.ts';

/** Runs a piece of work as soon as there is room. */
export type Lane = <T>(work: () => Promise<T>) => Promise<T>;

/** At most `width` pieces of work at a time and `queue` waiting, in order; more are `RATE_LIMITED`, so that memory stays bounded. */
export const lane = (width: number, queue: number): Lane => {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running < width) {
      running++;
      return;
    }
    if (waiting.length >= queue) throw new CodedError('RATE_LIMITED', 'There is too much to do at the moment; try again.');
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  return async (work) => {
    await enter();
    return work().finally(leave);
  };
};
