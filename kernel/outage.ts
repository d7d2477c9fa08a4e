/** What drivers call a store or a peer that does not answer. */
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
  '57P01',
  '57P03',
  '57014',
  '53300',
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
  const code = 'code' in error ? String(error.code) : '';
  return OUTAGE_CODES.has(code) || OUTAGE_NAMES.has(error.name) || OUTAGE_WORDS.test(error.message) || isOutage(error.cause);
};
