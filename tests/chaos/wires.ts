import { wireTo } from '../support/partition.ts';

type Wire = Awaited<ReturnType<typeof wireTo>>;

/** Puts a wire that can be cut before each server that processes of a shop reach by an address. */
export const openWires = () => {
  const wires = new Map<string, Promise<Wire>>();
  const byPort = new Map<string, string>();
  return {
    /** The same address through a wire of this name; servers on one port share a wire. */
    through: async (name: string, address: string): Promise<string> => {
      const url = new URL(address);
      const known = byPort.get(url.port) ?? name;
      byPort.set(url.port, known);
      const opened = wires.get(known) ?? wireTo(Number(url.port));
      wires.set(known, opened);
      url.port = String((await opened).port);
      return url.href.replace(/\/$/, '');
    },
    names: (): readonly string[] => [...wires.keys()],
    cut: async (name: string, what: 'all' | 'answers'): Promise<void> => (await wires.get(name))?.cut(what),
    heal: async (): Promise<void> => {
      for (const wire of wires.values()) (await wire).heal();
    },
    close: async (): Promise<void> => {
      for (const wire of wires.values()) await (await wire).close();
    },
  };
};
export type Wires = ReturnType<typeof openWires>;
