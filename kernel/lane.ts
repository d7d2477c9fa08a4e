import { CodedError } from './errors.ts';

/** Runs a piece of work as soon as there is room. */
export type Lane = <T>(work: () => Promise<T>) => Promise<T>;

/** The longest that a timer can be set for. */
const FOR_EVER_MS = 2 ** 31 - 1;

/**
 * At most `width` pieces of work at a time and `queue` waiting, in order, none longer than its patience; the others are
 * `RATE_LIMITED`, so that memory stays bounded and a caller that is refused hears of it in time.
 */
export const lane = (width: number, queue: number, patienceMs = () => FOR_EVER_MS): Lane => {
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        waiting.delete(begin);
        resolve();
      };
      const giveUp = (): void => {
        waiting.delete(begin);
        reject(tooMuch());
      };
      const timer = setTimeout(giveUp, Math.max(0, patienceMs())).unref();
      waiting.add(begin);
    });
  const enter = async (): Promise<void> => {
    if (running >= width && waiting.size >= queue) throw tooMuch();
    if (running >= width) await turn();
    else running++;
  };
  const leave = (): void => {
    const [next] = waiting;
    if (next) next();
    else running--;
  };
  return async (work) => {
    await enter();
    return work().finally(leave);
  };
};

const tooMuch = () => new CodedError('RATE_LIMITED', 'There is too much to do at the moment; try again.');
