const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a run throws when a signal ended it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: NodeJS.Signals;
  constructor(signal: NodeJS.Signals) {
    super(`Interrupted by ${signal}.`);
    this.signal = signal;
  }
}

/** Aborts on a signal instead of ending the process, so that the shop is stopped and its data are removed first. */
export const stopOnSignal = () => {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => controller.abort(new Interrupted(signal));
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    signal: controller.signal,
    forget: (): void => {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
};
