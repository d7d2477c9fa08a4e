import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProcessEnv } from './env.ts';
import { sendJson } from './http.ts';
import type { Log } from './log.ts';
import { registry } from './metrics.ts';

/** The server of a process's metrics. */
export type MetricsServer = Readonly<{ url: string; close(): Promise<void> }>;

const NOT_FOUND = {
  errors: [{ message: 'Only GET /metrics is here.', extensions: { code: 'BAD_REQUEST' } }],
};

/**
 * Serves `GET /metrics` for Prometheus at METRICS_HOST and METRICS_PORT, and nothing else; port 0 takes a free one, which the log names.
 * It is not the port that clients use, so that a network can keep the two apart. Throws when the port cannot be listened on.
 */
export const serveMetrics = async (
  { METRICS_HOST, METRICS_PORT }: ProcessEnv,
  log: Log,
): Promise<MetricsServer> => {
  const server = createServer((request, response) => {
    const isScrape =
      (request.method === 'GET' || request.method === 'HEAD') && request.url?.split('?', 1)[0] === '/metrics';
    if (!isScrape) return sendJson(response, 404, NOT_FOUND);
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => {
        log.warn({ err: error }, 'the metrics could not be read');
        sendJson(response, 500, { errors: [] });
      },
    );
  });
  server.listen(METRICS_PORT, METRICS_HOST);
  await once(server, 'listening');
  server.unref();
  const { port } = server.address() as AddressInfo;
  log.info({ metricsPort: port }, 'serving metrics');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://${METRICS_HOST}:${port}`, close };
};
