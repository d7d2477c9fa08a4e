import type { Log } from '../../kernel/log.ts';
import { type Marks, mark } from '../../kernel/trace.ts';
import { cachedAnswers, operationSeconds, operations } from '../metrics.ts';
import type { About, Answer } from './answer.ts';
import type { Parts } from './server.ts';

type Told = Readonly<{ about: About | undefined; status: number; cache: string; ms: number }>;

/** One log line, one observation and a word on its span for each answer. */
export const noteTo =
  (log: Log, nameOf: NameOf): Parts['note'] =>
  ({ status, headers, about }: Answer, { id }, startedAt) => {
    const told: Told = {
      about,
      status,
      cache: headers['x-cache'] ?? 'NONE',
      ms: performance.now() - startedAt,
    };
    const operation = about ? nameOf(about.name) : 'none';
    observe(operation, told);
    mark(marksOf(operation, told));
    log.info({ requestId: id, ...lineOf(told) }, 'answered');
  };

const observe = (operation: string, { about, status, cache, ms }: Told): void => {
  operationSeconds.observe({ operation }, ms / 1000);
  operations.inc({ operation, outcome: outcomeOf(status, about?.errors ?? 0) });
  if (cache !== 'NONE') cachedAnswers.inc({ outcome: cache });
};

const outcomeOf = (status: number, errors: number): string => {
  if (status >= 500) return 'failed';
  if (status >= 400) return 'refused';
  return errors > 0 ? 'partial' : 'ok';
};

const marksOf = (operation: string, { about, status, cache }: Told): Marks => ({
  'graphql.operation.name': operation,
  'graphql.operation.type': about?.kind ?? 'none',
  'http.response.status_code': status,
  'plexus.cache': cache,
  'plexus.errors': about?.errors ?? 0,
  ...(status >= 500 ? { 'error.type': String(status) } : {}),
});

/** The log has the client's own word for the operation. */
const lineOf = ({ about, status, cache, ms }: Told) => ({
  operation: about?.name ?? null,
  kind: about?.kind,
  status,
  ms: Math.round(ms * 10) / 10,
  cache,
  errors: about?.errors ?? 0,
});

/** The name that metrics and spans give an operation. */
type NameOf = (name: string | null) => string;

const MOST = 200;
const LONGEST = 64;

/** The names of the shop's own documents, where it lists them; else those that are seen first. All others are `other`, so that no client makes series without end. */
export const boundedNames = (listed: ReadonlySet<string> | null): NameOf => {
  const known = new Set(listed);
  return (name) => {
    if (name === null) return 'anonymous';
    if (known.has(name)) return name;
    if (listed || known.size >= MOST || name.length > LONGEST) return 'other';
    known.add(name);
    return name;
  };
};
