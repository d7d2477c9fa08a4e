import type { z } from 'zod';
import { type ProcessEnv, readEnv, type TracesEnv } from './env.ts';
import { endOnSignals, type Running } from './lifecycle.ts';
import { createLog, type Log } from './log.ts';
import { serveMetrics } from './metrics.http.ts';
import { startTelemetry } from './telemetry.ts';

/** Runs a process from its environment to its last signal. What it cannot start with is one line in its log, and exit code 1. */
export const runProcess = async <Env extends ProcessEnv & TracesEnv>(
  name: string,
  schema: z.ZodType<Env>,
  start: (env: Env, log: Log) => Promise<Running>,
): Promise<void> => {
  const env = readEnv(schema);
  const log = createLog(name, env.LOG_LEVEL);
  try {
    const traces = await startTelemetry(name, env, log);
    const metrics = await serveMetrics(env, log);
    const { url, stop } = await start(env, log);
    endOnSignals({ url, stop: () => stop().finally(metrics.close).finally(traces.close) }, log);
  } catch (error) {
    log.fatal({ err: error }, 'cannot start');
    process.exit(1);
  }
};
