import { Kind, OperationTypeNode, parse } from 'graphql';
import { readTimeouts, type Timeouts } from '../../kernel/timeouts.ts';
import type { PlanNode, QueryPlan } from '../execution/queryPlan.ts';
import { HOP_MS } from './client.http.ts';

type Planned = Readonly<{ operation: string }>;

const ROOTS = {
  [OperationTypeNode.QUERY]: 'Query',
  [OperationTypeNode.MUTATION]: 'Mutation',
  [OperationTypeNode.SUBSCRIPTION]: 'Subscription',
};

/** How long fetches of a supergraph may take: longer than others where a root field says so by `@timeout`. */
export const fetchTimeouts = (supergraphSdl: string) => {
  const timeouts = readTimeouts(supergraphSdl);
  const known = new WeakMap<Planned, number>();
  const ofFetch = (planned: Planned): number => {
    const ms = known.get(planned) ?? (timeouts.size > 0 ? longestIn(timeouts, planned.operation) : HOP_MS);
    known.set(planned, ms);
    return ms;
  };
  /** Milliseconds that a plan may take beyond what is usual. */
  const extra = (plan: QueryPlan): number =>
    timeouts.size > 0 && plan.node && plan.node.kind !== 'Subscription' ? extraOf(plan.node, ofFetch) : 0;
  return { ofFetch, extra };
};

const longestIn = (timeouts: Timeouts, operation: string): number =>
  parse(operation, { noLocation: true }).definitions.reduce((longest, definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return longest;
    const fields = definition.selectionSet.selections.flatMap((field) =>
      field.kind === Kind.FIELD ? [field.name.value] : [],
    );
    return Math.max(
      longest,
      ...fields.map((field) => timeouts.get(`${ROOTS[definition.operation]}.${field}`) ?? 0),
    );
  }, HOP_MS);

const extraOf = (node: PlanNode, ofFetch: (planned: Planned) => number): number => {
  switch (node.kind) {
    case 'Fetch':
      return ofFetch(node) - HOP_MS;
    case 'Flatten':
      return extraOf(node.node, ofFetch);
    case 'Sequence':
      return node.nodes.reduce((sum, one) => sum + extraOf(one, ofFetch), 0);
    case 'Parallel':
      return Math.max(0, ...node.nodes.map((one) => extraOf(one, ofFetch)));
    case 'Condition':
      return Math.max(0, ...[node.ifClause, node.elseClause].map((one) => (one ? extraOf(one, ofFetch) : 0)));
    case 'Defer':
      return 0;
  }
};
