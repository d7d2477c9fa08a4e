import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { type InboxEvent, mayRetry, readEventId } from './event.ts';

/** An event that was put aside, or whose job gave up, is looked into again. */
export const paymentEventRetry =
  ({ events }: Pick<Ports, 'events'>) =>
  async (id: string): Promise<Outcome<InboxEvent>> => {
    const event = await events.find(readEventId(id));
    if (!event) return refuse('NOT_FOUND', 'There is no such event.', ['id']);
    if (!mayRetry(event) || !(await events.setState(event, 'RECEIVED', null)))
      return refuse('INVALID', 'This event is done with, or is of another mode or account of the provider.', [
        'id',
      ]);
    return done({ ...event, state: 'RECEIVED', reason: null });
  };

/** Nothing has to be done about it. */
export const paymentEventDismiss =
  ({ events }: Pick<Ports, 'events'>) =>
  async (id: string): Promise<Outcome<InboxEvent>> => {
    const event = await events.find(readEventId(id));
    if (!event) return refuse('NOT_FOUND', 'There is no such event.', ['id']);
    if (event.state !== 'QUARANTINED' || !(await events.setState(event, 'IGNORED', event.reason)))
      return refuse('INVALID', 'This event is not put aside.', ['id']);
    return done({ ...event, state: 'IGNORED' });
  };
