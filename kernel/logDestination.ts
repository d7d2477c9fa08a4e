import pino from 'pino';
import { logLinesDropped, logWriteFailures } from './metrics.ts';

/** What waits for a destination that cannot be written, at most; further lines are dropped. */
const MAX_WAITING_BYTES = 1_000_000;
const RETRY_MS = 250;

/**
 * Where log lines go: a file's path or a file descriptor. Returns a stream that writes each line at once and never throws.
 *
 * Logging does not stop a process. While a line cannot be written (a full disk, a closed pipe, a pipe that is not read),
 * up to 1 MB waits and is written when there is space again; what comes on top is dropped and counted in
 * `plexus_log_lines_dropped_total`. Each failed write counts in `plexus_log_write_failures_total`.
 */
export const logDestination = (dest: string | number) => {
  const stream = pino.destination({
    dest,
    sync: true,
    maxLength: MAX_WAITING_BYTES,
    retryEAGAIN: () => false,
  });
  /** Starts over with each failure, so a process that logs much tries with each line and one that is quiet by the timer. */
  const retry = setTimeout(() => stream.write(''), RETRY_MS).unref();
  /** pino's own listener gives up the stream at a closed pipe and throws all other errors. */
  stream.removeAllListeners('error');
  stream.on('error', () => {
    logWriteFailures.inc();
    retry.refresh();
  });
  stream.on('drop', () => logLinesDropped.inc());
  /** pino flushes after a fatal line. Each line was tried already, and the library's loop waits for a full disk for ever. */
  stream.flushSync = () => undefined;
  return stream;
};
