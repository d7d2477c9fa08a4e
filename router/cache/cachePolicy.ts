import type { ExecutionResult } from 'graphql';
import type { SubgraphAnswer } from '../subgraphs/subgraphAnswer.ts';

/** What may be done with an answer, as the subgraphs said that made it. */
export type Policy = Readonly<{
  /** Seconds for which anybody may be given it again; 0: nobody. */
  maxAge: number;
  /** The subgraphs that it came of, and what of the catalogue is in it. */
  tags: readonly string[];
  /** The subgraphs that a mutation ran in. */
  changed: readonly string[];
  /** Whether a subgraph answered well and did not call its answer public. */
  own: boolean;
  /** Whether a subgraph was missed. */
  outage: boolean;
}>;

/** Also for what is answered from the schema alone. */
const LONGEST = 300;

/** Listens to all answers of one execution. What a subgraph does not expressly call public is nobody else's. */
export const policyCollector = () => {
  const tags = new Set<string>();
  const changed = new Set<string>();
  let least = Number.POSITIVE_INFINITY;
  return {
    collected: (
      subgraph: string,
      { cacheControl }: SubgraphAnswer,
      mutated: boolean,
      more: readonly string[],
    ): void => {
      for (const tag of [subgraph, ...more]) tags.add(tag);
      if (mutated) changed.add(subgraph);
      least = Math.min(least, publicSeconds(cacheControl));
    },
    policy: (result: ExecutionResult): Policy => ({
      maxAge: result.errors?.length ? 0 : Math.min(least, LONGEST),
      own: least === 0 && !result.errors?.length,
      tags: [...tags],
      changed: [...changed],
      outage: result.errors?.some(({ extensions }) => extensions.code === 'SERVICE_UNAVAILABLE') ?? false,
    }),
  };
};

/** The seconds of `max-age=60, public`; 0 for everything else. */
export const publicSeconds = (cacheControl: string | null): number => {
  if (!cacheControl || !/\bpublic\b/.test(cacheControl) || /private|no-store|no-cache/.test(cacheControl))
    return 0;
  return Number(/max-age=(\d{1,8})\b/.exec(cacheControl)?.[1] ?? 0);
};
