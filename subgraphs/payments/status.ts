/** Where a payment stands. */
export const STATUSES = [
  'CREATED',
  'REQUIRES_PAYMENT_METHOD',
  'REQUIRES_ACTION',
  'PROCESSING',
  'AUTHORIZED',
  'CAPTURED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'VOIDED',
  'FAILED',
  'DISPUTED',
  'UNKNOWN',
] as const;
export type Status = (typeof STATUSES)[number];

const open = ['REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'PROCESSING'] as const;
const taken = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'DISPUTED'] as const;

/** What may come after what, as seen at the provider: several steps may have passed between two looks. */
export const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  CREATED: [...open, 'AUTHORIZED', ...taken, 'VOIDED', 'FAILED', 'UNKNOWN'],
  REQUIRES_PAYMENT_METHOD: [...open, 'AUTHORIZED', ...taken, 'VOIDED', 'FAILED', 'UNKNOWN'],
  REQUIRES_ACTION: [...open, 'AUTHORIZED', ...taken, 'VOIDED', 'FAILED', 'UNKNOWN'],
  PROCESSING: [...open, 'AUTHORIZED', ...taken, 'VOIDED', 'FAILED', 'UNKNOWN'],
  AUTHORIZED: [...taken, 'VOIDED', 'FAILED', 'UNKNOWN'],
  CAPTURED: taken,
  PARTIALLY_REFUNDED: taken,
  REFUNDED: taken,
  DISPUTED: taken,
  VOIDED: [],
  FAILED: [],
  UNKNOWN: [...open, 'AUTHORIZED', ...taken, 'VOIDED', 'FAILED'],
};

/** Staying is always allowed: a look that shows nothing new changes nothing. */
export const mayBecome = (from: Status, to: Status): boolean => from === to || NEXT[from].includes(to);

export type Use = 'pay' | 'capture' | 'void' | 'refund';

/** What may be asked for in a state. */
export const allows = (status: Status, use: Use): boolean => {
  switch (status) {
    case 'REQUIRES_PAYMENT_METHOD':
    case 'REQUIRES_ACTION':
      return use === 'pay' || use === 'void';
    case 'CREATED':
    case 'PROCESSING':
    case 'UNKNOWN':
      return use === 'void';
    case 'AUTHORIZED':
      return use === 'capture' || use === 'void';
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
      return use === 'refund';
    case 'REFUNDED':
    case 'DISPUTED':
    case 'VOIDED':
    case 'FAILED':
      return false;
    default:
      return status satisfies never;
  }
};

/** Nothing more will come of it, so that the order may have another payment. */
export const isOver = (status: Status): boolean => status === 'VOIDED' || status === 'FAILED';

/** The buyer's form has a use for the secret. */
export const isPayable = (status: Status): boolean =>
  status === 'CREATED' || status === 'UNKNOWN' || allows(status, 'pay');

/** What does not last: after a while the provider is asked how it stands. */
export const STALE = [
  'CREATED',
  'REQUIRES_ACTION',
  'PROCESSING',
  'AUTHORIZED',
  'UNKNOWN',
] as const satisfies readonly Status[];
