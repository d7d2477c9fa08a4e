import { once } from 'node:events';
import {
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { refuseBroken } from './brokenRequest.ts';
import type { ProcessEnv } from './env.ts';
import type { Log } from './log.ts';
import { strayErrors } from './metrics.ts';
import { isOutage } from './outage.ts';
import { endSlowClients, type Patience, patience } from './slowClients.ts';

/** Something that is opened at start and closed at the end, and that says whether it answers. */
export type Resource = Readonly<{ name: string; ready(): Promise<unknown>; close(): Promise<unknown> }>;
export type Running = Readonly<{ url: string; stop(): Promise<void> }>;
export type Health = { draining: boolean };

const KEEP_ALIVE_MS = 75_000;
/** A connection on which nothing moves, neither in nor out, ends after this; no answer takes so long. */
const STILL_MS = 120_000;
const LAST_RESORT_MS = 5_000;
const DRAIN_MS = 10_000;
/** What a load balancer needs to see /readyz say no: several looks in production, where it stands on another machine. */
const NOTICE_MS = { development: 300, test: 300, production: 5_000 } as const;
const READY_MS = 2_000;

/** Listens, and stops in order: out of rotation, no new connections, requests finished, resources closed. */
export const listen = async (
  env: ProcessEnv,
  log: Log,
  health: Health,
  handler: RequestListener,
  resources: readonly Resource[],
): Promise<Running> => {
  const underWay = new Set<ServerResponse>();
  const allowed = patience(env.BODY_TIMEOUT_MS);
  const server = createServer(serverOptions(allowed));
  const watch = endSlowClients(server, allowed);
  server.on('request', (request, response) => {
    const over = watch(request, response);
    underWay.add(response);
    response.once('close', () => {
      over();
      underWay.delete(response);
      if (!server.listening) setImmediate(closeIdle, server, underWay);
    });
    if (health.draining) endsItsConnection(response);
    handler(request, response);
  });
  server.setTimeout(STILL_MS);
  const silent = silentConnections(server);
  server.on('clientError', refuseBroken);
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(env.PORT, env.HOST, resolve),
  );
  const { port } = server.address() as AddressInfo;

  let stopping: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    health.draining = true;
    for (const response of underWay) endsItsConnection(response);
    const silentBefore = [...silent];
    await wait(env.STOP_NOTICE_MS ?? NOTICE_MS[env.NODE_ENV]);
    for (const socket of silentBefore) if (silent.has(socket)) socket.destroy();
    const end = closed(server);
    closeIdle(server, underWay);
    await Promise.race([end, wait(DRAIN_MS, undefined, { ref: false })]);
    server.closeAllConnections();
    for (const resource of resources)
      await resource
        .close()
        .catch((error: unknown) => log.warn({ err: error }, `closing ${resource.name} failed`));
    log.info('stopped');
  };
  log.info({ port }, 'listening');
  return { url: `http://${env.HOST}:${port}`, stop: () => (stopping ??= drain()) };
};

/** Node itself ends requests whose headers are late; its limit for the whole request is the last resort. */
const serverOptions = ({ headersMs, uploadMs, lookMs }: Patience): ServerOptions => ({
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: headersMs,
  requestTimeout: uploadMs + LAST_RESORT_MS,
  connectionsCheckingInterval: lookMs,
});

/** Those that never sent a request, as browsers and pools open them ahead: Node waits for them as if they were busy. */
const silentConnections = (server: Server): ReadonlySet<Socket> => {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
};

/** Its connection ends with it, so that the next request goes to another process. */
const endsItsConnection = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('connection', 'close');
};

/**
 * Takes no more connections, and waits for the end of those that are there. It closes as `net` does: `http` cuts every connection whose
 * answer is written, though its reader may not have it yet.
 */
const closed = async (server: Server): Promise<void> => {
  const end = once(server, 'close');
  NetServer.prototype.close.call(server);
  await end;
};

/** Ends connections that have nothing to do; Node takes one for idle as soon as its answer is written, so none may be on its way out. */
const closeIdle = (server: Server, underWay: ReadonlySet<ServerResponse>): void => {
  if ([...underWay].every(({ writableEnded }) => !writableEnded)) server.closeIdleConnections();
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

/**
 * Ends the process on SIGTERM and SIGINT after a drain, and on an uncaught exception at once. A forgotten promise is logged alone, and so
 * is the error of a lost connection that a driver throws outside of any request: no state of the process depends on it.
 */
export const endOnSignals = (running: Running, log: Log): void => {
  const end = (code: number) => () => void running.stop().finally(() => process.exit(code));
  process.once('SIGTERM', end(0));
  process.once('SIGINT', end(0));
  process.on('unhandledRejection', (error) => {
    strayErrors.inc();
    log.error({ err: error }, 'unhandled rejection');
  });
  process.on('uncaughtException', (error) => {
    if (isOutage(error)) {
      strayErrors.inc();
      log.error({ err: error }, 'a connection was lost outside of any request');
      return;
    }
    log.fatal({ err: error }, 'uncaught exception');
    end(1)();
  });
};
