import { readEnv } from '../kernel/env.ts';
import { endOnSignals } from '../kernel/lifecycle.ts';
import { createLog } from '../kernel/log.ts';
import { serveMetrics } from '../kernel/metrics.http.ts';
import { startMetrics } from '../kernel/metrics.ts';
import { sandboxEnv } from './env.ts';
import { startSandbox } from './server.http.ts';

const cannotStart = (error: unknown): never => {
  process.stderr.write(
    `The Stripe sandbox did not start on ${env.HOST}:${env.PORT}: ${error instanceof Error ? error.message : error}\n`,
  );
  return process.exit(1);
};
const env = readEnv(sandboxEnv);
const log = createLog('sandbox', env.LOG_LEVEL);
startMetrics('sandbox');
const metrics = await serveMetrics(env, log).catch(cannotStart);
const sandbox = await startSandbox({
  host: env.HOST,
  port: env.PORT,
  dataDir: env.DATA_DIR,
  webhookUrl: env.STRIPE_SANDBOX_WEBHOOK_URL,
  webhookSecret: env.STRIPE_WEBHOOK_SECRET,
  publicUrl: env.STRIPE_SANDBOX_PUBLIC_URL,
  log,
}).catch(cannotStart);
endOnSignals({ url: sandbox.url, stop: () => sandbox.close().finally(metrics.close) }, log);
