import { setTimeout as wait } from 'node:timers/promises';
import type { TracesEnv } from './env.ts';
import type { Log } from './log.ts';
import { traceWith } from './trace.ts';

export type Telemetry = Readonly<{ close(): Promise<void> }>;

/** How long the end of a process waits for its last spans to leave. */
const LAST_MS = 2_000;

/** Whether the standard's variables ask for traces. */
export const wantsTraces = (env: TracesEnv): boolean =>
  Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) &&
  env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' &&
  env.OTEL_TRACES_EXPORTER !== 'none';

/** Traces where an exporter is configured; otherwise nothing of the SDK is loaded. */
export const startTelemetry = async (name: string, env: TracesEnv, log: Log): Promise<Telemetry> => {
  if (!wantsTraces(env)) return { close: async () => undefined };
  const { openTelemetry } = await import('./telemetry.otel.ts');
  const tracer = openTelemetry(name, log);
  traceWith(tracer);
  const close = async (): Promise<void> => {
    traceWith(null);
    await Promise.race([tracer.stop().catch(() => undefined), wait(LAST_MS, undefined, { ref: false })]);
  };
  return { close };
};
