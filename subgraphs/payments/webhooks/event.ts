import { badInput } from '../../../kernel/errors.ts';
import { isId, type PaymentId } from '../../../kernel/ids.ts';

export const EVENT_ID = /^evt_\w{1,250}$/;

/** An event of the provider: whom it is about, and nothing else of its contents. */
export type ProviderEvent = Readonly<{
  id: string;
  type: string;
  createdAt: Date;
  livemode: boolean;
  /** the account it happened in, where that is not our own */
  account: string | null;
  intentId: string | null;
  /** our id, as the provider keeps it for us */
  paymentId: string | null;
}>;

export type EventState = 'RECEIVED' | 'APPLIED' | 'IGNORED' | 'QUARANTINED';
export type Intake = Readonly<{ event: ProviderEvent; state: EventState; reason: string | null }>;
export type InboxEvent = Readonly<{
  id: string;
  type: string;
  state: EventState;
  reason: string | null;
  intentId: string | null;
  paymentId: PaymentId | null;
  createdAt: Date;
  receivedAt: Date;
}>;

/** The provider's id of an event; `BAD_USER_INPUT` for anything else. */
export const readEventId = (id: string): string => {
  if (!EVENT_ID.test(id)) throw badInput('Not a valid event ID: expected `evt_…`.');
  return id;
};

/** The reason of an event about a payment that something else than Plexus made in the same account. Nobody has to look at it. */
export const FOREIGN = 'FOREIGN';

/** The reason of an event about what the provider opened for a payment beside the one that counts; it is canceled. */
export const ORPHAN = 'ORPHAN';

/** How an event is stored: to be applied, quarantined for staff, or ignored. */
export const classifyEvent = (event: ProviderEvent, live: boolean): Intake => {
  if (event.livemode !== live) return { event, state: 'QUARANTINED', reason: 'LIVEMODE' };
  if (event.account !== null) return { event, state: 'QUARANTINED', reason: 'ACCOUNT' };
  if (event.intentId === null) return { event, state: 'IGNORED', reason: null };
  return { event, state: 'RECEIVED', reason: null };
};

/** Types that say only that something is there: once we have it, there is nothing in it to ask the provider about. */
const CREATION_ONLY: ReadonlySet<string> = new Set(['payment_intent.created']);

/** Whether it can change nothing of a payment that has this id at the provider already. */
export const isRedundant = (
  { type, intentId }: Pick<InboxEvent, 'type' | 'intentId'>,
  providerId: string | null,
): boolean => CREATION_ONLY.has(type) && providerId !== null && providerId === intentId;

/** Those that may be looked into again; of another mode or account there is nothing to see with our key. */
export const mayRetry = ({ state, reason }: Pick<InboxEvent, 'state' | 'reason'>): boolean =>
  state === 'RECEIVED' ||
  (state === 'QUARANTINED' && reason === 'UNKNOWN_PAYMENT') ||
  (state === 'IGNORED' && reason === FOREIGN);

export const ownPaymentId = (event: Pick<ProviderEvent, 'paymentId'>): PaymentId | null =>
  isId('pay', event.paymentId) ? event.paymentId : null;
