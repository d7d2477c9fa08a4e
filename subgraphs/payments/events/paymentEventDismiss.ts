import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { type InboxEvent, readEventId } from './event.ts';

/** Nothing has to be done about it. */
export const paymentEventDismiss =
  ({ events }: Pick<Ports, 'events'>) =>
  async (id: string): Promise<Outcome<InboxEvent>> => {
    const event = await events.find(readEventId(id));
    if (!event) return refuse('NOT_FOUND', 'There is no such event.', ['id']);
    if (event.state !== 'QUARANTINED' || !(await events.turn(event, 'IGNORED', event.reason)))
      return refuse('INVALID', 'This event is not put aside.', ['id']);
    return done({ ...event, state: 'IGNORED' });
  };
