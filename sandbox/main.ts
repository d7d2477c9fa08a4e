import { readEnv } from '../kernel/env.ts';
import { endOnSignals } from '../kernel/lifecycle.ts';
import { createLog } from '../kernel/log.ts';
import { startMetrics } from '../kernel/metrics.ts';
import { sandboxEnv } from './env.ts';
import { startSandbox } from './server.http.ts';

const env = readEnv(sandboxEnv);
const log = createLog('sandbox', env.LOG_LEVEL);
startMetrics('sandbox');
const sandbox = await startSandbox({
  host: env.HOST,
  port: env.PORT,
  dataDir: env.DATA_DIR,
  webhookUrl: env.STRIPE_SANDBOX_WEBHOOK_URL,
  webhookSecret: env.STRIPE_WEBHOOK_SECRET,
  publicUrl: env.STRIPE_SANDBOX_PUBLIC_URL,
  log,
}).catch((error: unknown) => {
  process.stderr.write(`The Stripe sandbox did not start on ${env.HOST}:${env.PORT}: ${error instanceof Error ? error.message : error}\n`);
  return process.exit(1);
});
endOnSignals({ url: sandbox.url, stop: sandbox.close }, log);
