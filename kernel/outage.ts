/** What drivers call a store or a peer that does not answer, or that cannot do now what it can do later. */
const OUTAGE_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '55P03',
  '53100',
  '53200',
  '53300',
  '40001',
  '40P01',
  '25006',
  '25P03',
  '08006',
  '08001',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const OUTAGE_NAMES: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoServerSelectionError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoWaitQueueTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MaxRetriesPerRequestError',
  'TimeoutError',
]);
const OUTAGE_WORDS =
  /connection is closed|can't reach database|stream isn't writeable|command timed out|timeout exceeded when trying to connect|connection terminated/i;

/** Is it that something outside does not answer, rather than a fault of the code? */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  return (
    codesOf(error).some((code) => OUTAGE_CODES.has(code)) ||
    OUTAGE_NAMES.has(error.name) ||
    OUTAGE_WORDS.test(error.message) ||
    isOutage(error.cause)
  );
};

type Coded = Error & { code?: unknown; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };

/** The codes of an error: the driver's, and under Prisma's own the one that the database gave. */
export const codesOf = (error: Coded): readonly string[] => [error.code, error.meta?.driverAdapterError?.cause?.originalCode].map(String);
