import { z } from 'zod';
import type {
  MutationResolvers,
  PaymentEventResolvers,
  QueryResolvers,
} from '../../../generated/payments/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Ports } from '../ports.ts';
import { paymentEventDismiss, paymentEventRetry } from './commands.ts';
import { EVENT_ID } from './event.ts';
import type { EventKey } from './ports.ts';

const LIST = 'paymentEvents';
const cursorKey: z.ZodType<EventKey> = z.object({
  receivedAt: z.coerce.date(),
  id: z.string().regex(EVENT_ID),
});

export const eventQueries = ({ events }: Ports) =>
  ({
    paymentEvents: async (_, { states, ...args }) => {
      const page = await events.page(states ?? ['QUARANTINED'], readPage(LIST, cursorKey, args));
      const cursorOf = ({ receivedAt, id }: EventKey) => encodeCursor(LIST, { receivedAt, id });
      return connection(page, cursorOf, args.after != null);
    },
  }) satisfies Partial<QueryResolvers>;

export const eventMutations = (ports: Ports) =>
  ({
    paymentEventRetry: (_, { id }) => paymentEventRetry(ports)(id).then(payload('event')),
    paymentEventDismiss: (_, { id }) => paymentEventDismiss(ports)(id).then(payload('event')),
  }) satisfies Partial<MutationResolvers>;

export const paymentEventFields: PaymentEventResolvers = {
  payment: ({ intentId }, _, { loaders }) => (intentId ? loaders.ofIntent.load(intentId) : null),
};
