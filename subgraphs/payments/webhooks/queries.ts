import { z } from 'zod';
import type { PaymentEventState } from '../../../generated/payments/types.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Ports } from '../ports.ts';
import { EVENT_ID } from './event.ts';
import type { EventKey } from './ports.ts';

type Args = Readonly<{
  states?: readonly PaymentEventState[] | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

const LIST = 'paymentEvents';
const key: z.ZodType<EventKey> = z.object({ receivedAt: z.coerce.date(), id: z.string().regex(EVENT_ID) });

export const paymentEvents =
  ({ events }: Pick<Ports, 'events'>) =>
  async ({ states, ...args }: Args) => {
    const page = await events.page(states ?? ['QUARANTINED'], readPage(LIST, key, args));
    return connection(
      page,
      ({ receivedAt, id }) => encodeCursor(LIST, { receivedAt, id }),
      args.after != null,
    );
  };
