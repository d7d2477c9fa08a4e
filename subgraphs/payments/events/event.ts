import { isId, type PaymentId } from '../../../kernel/ids.ts';

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
export type InboxEvent = Readonly<{ id: string; state: EventState; intentId: string | null; paymentId: PaymentId | null }>;

/** What to do with an event: apply it, put it aside for people, or only note that it came. */
export const judge = (event: ProviderEvent, live: boolean): Intake => {
  if (event.livemode !== live) return { event, state: 'QUARANTINED', reason: 'LIVEMODE' };
  if (event.account !== null) return { event, state: 'QUARANTINED', reason: 'ACCOUNT' };
  if (event.intentId === null) return { event, state: 'IGNORED', reason: null };
  return { event, state: 'RECEIVED', reason: null };
};

export const ourPayment = (event: Pick<ProviderEvent, 'paymentId'>): PaymentId | null =>
  isId('pay', event.paymentId) ? event.paymentId : null;
