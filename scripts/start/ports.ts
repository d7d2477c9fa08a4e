import { whyNot } from '../processes/ports.ts';
import { Problem } from '../processes/problem.ts';
import { type ProcessName, portOf, TITLES } from './processes.ts';
import type { Settings } from './settings.ts';

const EXAMPLE = 5000;

const explain = (name: ProcessName, port: number, host: string, code: string): string => {
  if (code === 'EADDRNOTAVAIL') return `HOST is ${host}, which is no address of this machine: correct HOST.`;
  const why = code === 'EADDRINUSE' ? 'is in use' : `may not be used by this account (${code})`;
  return `Port ${port} (${TITLES[name]}) ${why}: stop what listens there, or choose other ports, as in PORT=${EXAMPLE} npm start.`;
};

/** Throws one sentence for the first port that cannot be listened on. */
export const checkPorts = async (names: readonly ProcessName[], { port: first, host: open }: Settings): Promise<void> => {
  for (const name of names) {
    const port = portOf(name, first);
    const host = name === 'router' || name === 'sandbox' ? open : '127.0.0.1';
    const code = await whyNot(port, host);
    if (code) throw new Problem(explain(name, port, host, code));
  }
};
