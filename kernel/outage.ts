/** Codes of a store or a peer that does not answer, or that cannot do now what it can do later. */
const OUTAGE_CODES: ReadonlySet<string> = new Set([
  // Node: sockets, names, files
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_PREMATURE_CLOSE',
  // Prisma: unreachable, timed out, closed, no connection free, no transaction to be had, conflict
  'P1001',
  'P1002',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
  'DatabaseNotReachable',
  'SocketTimeout',
  'ConnectionClosed',
  'TooManyConnections',
  'TransactionAlreadyClosed',
  'TransactionWriteConflict',
  'TlsConnectionError',
  // PostgreSQL: shutdown, crash, starting, database gone, idle, canceled, locked, full, memory, connections, conflict, read-only
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '57P05',
  '57014',
  '55P03',
  '53000',
  '53100',
  '53200',
  '53300',
  '53400',
  '40001',
  '40P01',
  '25006',
  '25P03',
  '25P04',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '08007',
  '08P01',
  // MongoDB: host, network, shutdown, stepped down, not primary, starting, time limit, socket
  '6',
  '7',
  '89',
  '91',
  '189',
  '262',
  '9001',
  '10107',
  '11600',
  '11602',
  '13435',
  '13436',
  // undici
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
]);
const OUTAGE_NAMES: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoServerSelectionError',
  'MongoNetworkTimeoutError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MaxRetriesPerRequestError',
  'ClusterAllFailedError',
  'TimeoutError',
]);
/** Errors that drivers tell apart by their text alone: pg, its adapter, ioredis, and the states of a Redis server. */
const OUTAGE_WORDS = new RegExp(
  [
    'connection is closed',
    "can't reach database",
    "stream isn't writeable",
    'command timed out',
    'timeout exceeded when trying to connect',
    'connection terminated',
    'not queryable',
    'query read timeout',
    'unexpected postmaster exit',
    'the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)',
    'cannot use a pool after calling end',
    'failed to refresh slots cache',
    '^(?:LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS|BUSY|OOM) ',
  ].join('|'),
  'i',
);

/** Whether an error means that something outside does not answer or cannot do its work now, and that the code itself is not at fault. */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  return (
    codesOf(error).some((code) => OUTAGE_CODES.has(code)) ||
    OUTAGE_NAMES.has(error.name) ||
    OUTAGE_WORDS.test(error.message) ||
    isOutage(error.cause) ||
    (error instanceof AggregateError && error.errors.length > 0 && error.errors.every(isOutage))
  );
};

type Coded = Error & {
  code?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: { cause?: { originalCode?: unknown; kind?: unknown } } };
};

/** The codes of an error: the driver's, and under Prisma's own those that the database and its adapter gave. */
export const codesOf = ({ code, cause, meta }: Coded): readonly string[] => {
  const adapters = [meta?.driverAdapterError?.cause, cause].filter(isAdapterError);
  return [code, ...adapters.flatMap(({ originalCode, kind }) => [originalCode, kind])].map(String);
};

type AdapterError = Readonly<{ originalCode?: unknown; kind?: unknown }>;
const isAdapterError = (value: unknown): value is AdapterError =>
  typeof value === 'object' && value !== null && ('kind' in value || 'originalCode' in value);
