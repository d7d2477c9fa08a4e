import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { type InboxEvent, mayRetry, readEventId } from './event.ts';

/** Applies a quarantined or unapplied event again. Refuses with NOT_FOUND or INVALID (already handled, or of another mode or account). */
export const paymentEventRetry =
  ({ events }: Pick<Ports, 'events'>) =>
  async (id: string): Promise<Outcome<InboxEvent>> => {
    const event = await events.find(readEventId(id));
    if (!event) return refuse('NOT_FOUND', 'There is no such event.', ['id']);
    if (!mayRetry(event) || !(await events.setState(event, 'RECEIVED', null)))
      return refuse(
        'INVALID',
        'This event has been handled, or it belongs to another mode or account of the provider.',
        ['id'],
      );
    return done({ ...event, state: 'RECEIVED', reason: null });
  };

/** Marks a quarantined event as handled. Refuses with NOT_FOUND or INVALID (not quarantined). */
export const paymentEventDismiss =
  ({ events }: Pick<Ports, 'events'>) =>
  async (id: string): Promise<Outcome<InboxEvent>> => {
    const event = await events.find(readEventId(id));
    if (!event) return refuse('NOT_FOUND', 'There is no such event.', ['id']);
    if (event.state !== 'QUARANTINED' || !(await events.setState(event, 'IGNORED', event.reason)))
      return refuse('INVALID', 'This event is not quarantined.', ['id']);
    return done({ ...event, state: 'IGNORED' });
  };
