import type { Resource } from '../../kernel/lifecycle.ts';
import type { FindHop } from '../gateway.ts';
import type { Hop } from './hop.http.ts';

/** The router's ways to all subgraphs, one each, kept over changes of the supergraph. */
export type Hops = Resource & Readonly<{ find: FindHop; byName(name: string): Hop | undefined }>;

export const hops = (open: (name: string, address: string) => Hop): Hops => {
  const known = new Map<string, Hop & { address: string }>();
  const find: FindHop = (name, address) => {
    const kept = known.get(name);
    if (kept?.address === address) return kept;
    const fresh = { ...open(name, address), address };
    known.set(name, fresh);
    if (kept) void kept.close();
    return fresh;
  };
  return {
    name: 'subgraphs',
    find,
    byName: (name) => known.get(name),
    ready: async () => undefined,
    close: () => Promise.all([...known.values()].map((hop) => hop.close())),
  };
};
