import type { SentSpan } from '../../tests/support/collector.ts';

type Span = SentSpan & Readonly<{ startTimeUnixNano: string; endTimeUnixNano: string }>;

const SERVER = 2;
const CLIENT = 3;
const ASKED = /^(?:fetch|call) (\w+)$/;

const msOf = ({ startTimeUnixNano, endTimeUnixNano }: Span): number =>
  Number((BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1000n) / 1000;
const serviceOf = ({ name }: Span): string => name.split(' ')[1] ?? 'router';

/** Milliseconds of each service in the requests of these spans: what its callers waited for it, less what it waited for others. */
export const msPerService = (sent: readonly SentSpan[]): ReadonlyMap<string, number> => {
  const spans = sent as readonly Span[];
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const spent = new Map<string, number>();
  const add = (service: string, ms: number): void => void spent.set(service, (spent.get(service) ?? 0) + ms);
  /** The request that a call was made for; none where a job made it. */
  const requestOf = ({ parentSpanId }: Span): Span | null => {
    const parent = byId.get(parentSpanId ?? '');
    if (!parent || parent.kind === SERVER) return parent ?? null;
    return requestOf(parent);
  };
  for (const span of spans) {
    if (span.kind === SERVER && span.name === 'graphql') add('router', msOf(span));
    const asked = span.kind === CLIENT ? ASKED.exec(span.name)?.[1] : undefined;
    const caller = asked ? requestOf(span) : null;
    if (!asked || !caller) continue;
    add(asked, msOf(span));
    add(serviceOf(caller), -msOf(span));
  }
  return spent;
};
