import { z } from 'zod';
import { type Id, isId } from '../../kernel/ids.ts';
import type { Tasks } from '../../kernel/jobs.ts';
import { PARCEL_EMAIL, PARCEL_EMAILS } from './fulfillment/parcelMail.ts';
import { MAKE_INVOICE } from './invoices/invoiceJob.ts';
import { ORDER_EMAIL, ORDER_EMAILS } from './mails/mailJob.ts';
import { OPEN_REFUNDS, REFUND_EMAIL, REFUND_FAILED_EMAIL, RESTOCK } from './refunds/refundJobs.ts';
import { CLOSE_CART } from './saga/closeCart.ts';
import { ADVANCE } from './saga/watch.ts';
import type { UseCases } from './useCases.ts';

const SALES_FOLD = 'salesFold';
const RECONCILE_LATELY = 'reconcileLately';
const RECONCILE_ALL = 'reconcileAll';
const PERSONAL_SWEEP = 'personalDataSweep';
const CODE_ATTEMPTS_SWEEP = 'codeAttemptsSweep';

/** What happens by the clock. */
export const CRON = [
  `*/10 * * * * ${SALES_FOLD} ?max=1`,
  `* * * * * ${RECONCILE_LATELY} ?max=1`,
  `7 * * * * ${RECONCILE_ALL} ?max=1`,
  `23 3 * * * ${PERSONAL_SWEEP}`,
  `53 3 * * * ${CODE_ATTEMPTS_SWEEP} ?max=1`,
].join('\n');

const ofOrder = z.object({ orderId: z.custom<Id<'ord'>>((value) => isId('ord', value)) });
const ofParcel = ofOrder.extend({
  occasion: z.enum(PARCEL_EMAILS),
  parcelId: z.custom<Id<'ful'>>((value) => isId('ful', value)),
});
const ofRefund = ofOrder.extend({ refundId: z.string() });
const ofMail = ofOrder.extend({ occasion: z.enum(ORDER_EMAILS) });

export const tasks = (use: UseCases): Tasks => ({
  [ADVANCE]: async (payload) => use.advance(ofOrder.parse(payload).orderId),
  [CLOSE_CART]: async (payload) => use.closeCart(ofOrder.parse(payload).orderId),
  [ORDER_EMAIL]: async (payload) => {
    const { occasion, orderId } = ofMail.parse(payload);
    await use.sendMail(occasion, orderId);
  },
  [PARCEL_EMAIL]: async (payload) => {
    const { occasion, orderId, parcelId } = ofParcel.parse(payload);
    await use.sendParcelMail(occasion, orderId, parcelId);
  },
  [MAKE_INVOICE]: async (payload) => use.makeInvoice(ofOrder.parse(payload).orderId),
  [RECONCILE_LATELY]: () => use.reconcileLately(),
  [RECONCILE_ALL]: () => use.reconcileAll(),
  [PERSONAL_SWEEP]: () => use.personalDataSweep(),
  [CODE_ATTEMPTS_SWEEP]: () => use.codeAttemptsSweep(),
  [SALES_FOLD]: () => use.salesFold(),
  [OPEN_REFUNDS]: async (payload) => use.openRefunds(ofOrder.parse(payload).orderId),
  [RESTOCK]: async (payload) => {
    const { orderId, refundId } = ofRefund.parse(payload);
    await use.restock(orderId, refundId);
  },
  [REFUND_EMAIL]: async (payload) => {
    const { orderId, refundId } = ofRefund.parse(payload);
    await use.sendRefundMail(orderId, refundId);
  },
  [REFUND_FAILED_EMAIL]: async (payload) => {
    const { orderId, refundId } = ofRefund.parse(payload);
    await use.sendRefundFailedMail(orderId, refundId);
  },
});
