import { metricsPortOf, type ServiceName } from '../../scripts/start/processes.ts';

const SECONDS = /^process_cpu_seconds_total\{[^}]*\} (\S+)$/m;

/** Milliseconds of the processor that a service has spent so far, as its own metrics say. */
export const processorMs = async (name: ServiceName, firstPort: number): Promise<number> => {
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPortOf(name, firstPort)}/metrics`)).text();
  return Number(SECONDS.exec(metrics)?.[1] ?? 0) * 1000;
};
