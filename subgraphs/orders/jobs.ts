import { z } from 'zod';
import { type Id, isId } from '../../kernel/ids.ts';
import type { Tasks } from '../../kernel/jobs.ts';
import { CLOSE_CART } from './checkout/closeCart.ts';
import { ADVANCE } from './checkout/watch.ts';
import { MAIL, OCCASIONS } from './mails/mailJob.ts';
import type { UseCases } from './useCases.ts';

const ofOrder = z.object({ orderId: z.custom<Id<'ord'>>((value) => isId('ord', value)) });
const ofMail = ofOrder.extend({ occasion: z.enum(OCCASIONS) });

export const tasks = (use: UseCases): Tasks => ({
  [ADVANCE]: async (payload) => use.advance(ofOrder.parse(payload).orderId),
  [CLOSE_CART]: async (payload) => use.closeCart(ofOrder.parse(payload).orderId),
  [MAIL]: async (payload) => {
    const { occasion, orderId } = ofMail.parse(payload);
    await use.sendMail(occasion, orderId);
  },
});
