import { whyNot } from '../processes/ports.ts';
import { Problem } from '../processes/problem.ts';
import { metricsPortOf, type ProcessName, portOf, TITLES } from './processes.ts';
import type { Settings } from './settings.ts';

const EXAMPLE = 5000;

type Place = Readonly<{ title: string; port: number; host: string; variable: 'HOST' | 'METRICS_HOST' }>;

const explain = ({ title, port, host, variable }: Place, code: string): string => {
  if (code === 'EADDRNOTAVAIL')
    return `${variable} is ${host}, which is no address of this machine: correct ${variable}.`;
  const why = code === 'EADDRINUSE' ? 'is in use' : `may not be used by this account (${code})`;
  return `Port ${port} (${title}) ${why}: stop what listens there, or choose other ports, as in PORT=${EXAMPLE} npm start.`;
};

/** Throws one sentence for the first port that cannot be listened on. */
export const checkPorts = async (names: readonly ProcessName[], settings: Settings): Promise<void> => {
  for (const place of [
    ...names.map((name) => placeOf(name, settings)),
    ...names.map((name) => metricsOf(name, settings)),
  ]) {
    const code = await whyNot(place.port, place.host);
    if (code) throw new Problem(explain(place, code));
  }
};

const placeOf = (name: ProcessName, { port, host }: Settings): Place => {
  const isOpen = name === 'router' || name === 'sandbox';
  return {
    title: TITLES[name],
    port: portOf(name, port),
    host: isOpen ? host : '127.0.0.1',
    variable: 'HOST',
  };
};

const metricsOf = (name: ProcessName, { port, env }: Settings): Place => ({
  title: `metrics of ${TITLES[name]}`,
  port: metricsPortOf(name, port),
  host: env.METRICS_HOST || '127.0.0.1',
  variable: 'METRICS_HOST',
});
