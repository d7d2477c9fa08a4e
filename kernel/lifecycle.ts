import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { refuseBroken } from './brokenRequest.ts';
import type { ProcessEnv } from './env.ts';
import type { Log } from './log.ts';
import { strayErrors } from './metrics.ts';

/** Something that is opened at start and closed at the end, and that says whether it answers. */
export type Resource = Readonly<{ name: string; ready(): Promise<unknown>; close(): Promise<unknown> }>;
export type Running = Readonly<{ url: string; stop(): Promise<void> }>;
export type Health = { draining: boolean };

const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
const DRAIN_MS = 10_000;
const LEAVE_ROTATION_MS = 300;
const READY_MS = 2_000;

/** Listens, and stops in order: out of rotation, no new connections, requests finished, resources closed. */
export const listen = async (
  env: ProcessEnv,
  log: Log,
  health: Health,
  handler: RequestListener,
  resources: readonly Resource[],
): Promise<Running> => {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
    (request, response) => {
      if (health.draining) response.setHeader('connection', 'close');
      handler(request, response);
    },
  );
  server.on('clientError', refuseBroken);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(env.PORT, env.HOST, resolve));
  const { port } = server.address() as AddressInfo;

  let stopping: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    health.draining = true;
    await wait(LEAVE_ROTATION_MS);
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await Promise.race([closed, wait(DRAIN_MS, undefined, { ref: false })]);
    server.closeAllConnections();
    for (const resource of resources)
      await resource.close().catch((error: unknown) => log.warn({ err: error }, `closing ${resource.name} failed`));
    log.info('stopped');
  };
  log.info({ port }, 'listening');
  return { url: `http://${env.HOST}:${port}`, stop: () => (stopping ??= drain()) };
};

/** Names of the resources that do not answer; empty when the process can serve. */
export const notReady = async (resources: readonly Resource[]): Promise<string[]> => {
  const answers = await Promise.all(
    resources.map(({ name, ready }) =>
      Promise.race([
        ready().then(
          () => null,
          () => name,
        ),
        wait(READY_MS, name, { ref: false }),
      ]),
    ),
  );
  return answers.filter((name) => name !== null);
};

/** Ends the process on SIGTERM and SIGINT after a drain, and on an uncaught exception at once; a forgotten promise is logged alone. */
export const endOnSignals = (running: Running, log: Log): void => {
  const end = (code: number) => () => void running.stop().finally(() => process.exit(code));
  process.once('SIGTERM', end(0));
  process.once('SIGINT', end(0));
  process.on('unhandledRejection', (error) => {
    strayErrors.inc();
    log.error({ err: error }, 'unhandled rejection');
  });
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    end(1)();
  });
};
