import type { Log } from '../kernel/log.ts';
import { type Marks, mark } from '../kernel/trace.ts';
import type { About, Answer } from './answer.ts';
import type { Parts } from './graphql.ts';
import { cachedAnswers, operationSeconds, operations } from './metrics.ts';
import type { NameOf } from './names.ts';

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
