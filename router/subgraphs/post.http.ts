import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';
import { CodedError } from '../../kernel/errors.ts';

/** What came back for a text that was posted. */
export type Posted = Readonly<{
  status: number;
  contentType: string;
  cacheControl: string | null;
  text: string;
}>;
type Sent = Readonly<{
  path: string;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
  ms: number;
  gone: AbortSignal | undefined;
}>;
type End = Readonly<{ answer(posted: Posted): void; fail(error: Error): void }>;

/**
 * Posts a text and takes what comes for it, within so many milliseconds and as long as somebody waits. The pool's `request` makes streams
 * and signals for the same, which cost more than all the rest of a hop.
 */
export const post = (pool: Pool, { path, headers, body, ms, gone }: Sent): Promise<Posted> =>
  new Promise((resolve, reject) => {
    const exchange = openExchange({ answer: resolve, fail: reject });
    const timer = setTimeout(() => exchange.end(late()), Math.max(0, ms));
    const leave = (): void => exchange.end(nobodyWaits());
    gone?.addEventListener('abort', leave, { once: true });
    exchange.onceOver(() => {
      clearTimeout(timer);
      gone?.removeEventListener('abort', leave);
    });
    pool.dispatch(
      { method: 'POST', path, headers, body, headersTimeout: Math.max(1, ms), bodyTimeout: Math.max(1, ms) },
      exchange.handler,
    );
    if (gone?.aborted) leave();
  });

const late = (): Error => Object.assign(new Error('there was no answer in time'), { code: 'ETIMEDOUT' });
const nobodyWaits = (): Error => new CodedError('SERVICE_UNAVAILABLE', 'Nobody waits for this any more.');

/** One question and its answer; it may be ended before it has a connection. */
const openExchange = ({ answer, fail }: End) => {
  const coming = collector();
  let controller: Dispatcher.DispatchController | undefined;
  let over: (() => void) | undefined;
  let ended: Error | undefined;
  const settle = (then: () => void): void => {
    over?.();
    over = undefined;
    then();
  };
  const end = (error: Error): void => {
    ended = error;
    controller?.abort(error);
    settle(() => fail(error));
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (started) => {
      controller = started;
      if (ended) started.abort(ended);
    },
    onResponseStart: (_, status, headers) => coming.start(status, headers),
    onResponseData: (_, piece) => coming.add(piece),
    onResponseEnd: () => settle(() => answer(coming.whole())),
    onResponseError: (_, error) => settle(() => fail(error)),
  };
  const onceOver = (then: () => void): void => {
    over = then;
  };
  return { handler, end, onceOver };
};

/** Puts an answer together of what comes of it. */
const collector = () => {
  const parts: Buffer[] = [];
  let head = { status: 0, contentType: '', cacheControl: null as string | null };
  return {
    start: (
      status: number,
      { 'content-type': type, 'cache-control': cacheControl }: IncomingHttpHeaders,
    ): void => {
      head = {
        status,
        contentType: String(type ?? ''),
        cacheControl: typeof cacheControl === 'string' ? cacheControl : null,
      };
    },
    add: (piece: Buffer): void => void parts.push(piece),
    whole: (): Posted => ({
      ...head,
      text: (parts.length === 1 ? parts[0] : Buffer.concat(parts))?.toString() ?? '',
    }),
  };
};
