import { z } from 'zod';
import { type Id, isId } from '../../kernel/ids.ts';
import type { Tasks } from '../../kernel/jobs.ts';
import { reconcileAll, reconcileRecent } from './backOffice/reconcile.ts';
import { makeInvoice } from './documents/commands.ts';
import {
  sendOrderEmail,
  sendParcelEmail,
  sendRefundEmail,
  sendRefundFailedEmail,
} from './documents/emails.ts';
import {
  MAKE_INVOICE,
  ORDER_EMAIL,
  ORDER_EMAILS,
  PARCEL_EMAIL,
  PARCEL_EMAILS,
  REFUND_EMAIL,
  REFUND_FAILED_EMAIL,
} from './documents/jobs.ts';
import { openRefunds, restock } from './fulfillment/commands.ts';
import { OPEN_REFUNDS, RESTOCK } from './fulfillment/refund.ts';
import { CLOSE_CART, closeCart } from './lifecycle/commands.ts';
import { advance } from './lifecycle/saga.ts';
import { ADVANCE } from './order/change.ts';
import type { Ports } from './ports.ts';
import { personalDataSweep } from './privacy/commands.ts';

const SALES_FOLD = 'salesFold';
const RECONCILE_RECENT = 'reconcileLately';
const RECONCILE_ALL = 'reconcileAll';
const PERSONAL_SWEEP = 'personalDataSweep';
const CODE_ATTEMPTS_SWEEP = 'codeAttemptsSweep';

/** A scheduled job that fails is tried again, because an outage costs up to two tries. One that gave up is replaced by the next run. */
const scheduled = (time: string, task: string): string => `${time} ${task} ?max=3&jobKey=${task}`;

/** The jobs that run on a schedule. */
export const CRON = [
  scheduled('*/10 * * * *', SALES_FOLD),
  scheduled('* * * * *', RECONCILE_RECENT),
  scheduled('7 * * * *', RECONCILE_ALL),
  `23 3 * * * ${PERSONAL_SWEEP}`,
  scheduled('53 3 * * *', CODE_ATTEMPTS_SWEEP),
].join('\n');

const ofOrder = z.object({ orderId: z.custom<Id<'ord'>>((value) => isId('ord', value)) });
const ofParcel = ofOrder.extend({
  occasion: z.enum(PARCEL_EMAILS),
  parcelId: z.custom<Id<'ful'>>((value) => isId('ful', value)),
});
const ofRefund = ofOrder.extend({ refundId: z.string() });
const ofEmail = ofOrder.extend({ occasion: z.enum(ORDER_EMAILS) });

/** What each task runs. Jobs of an older version may still wait in the queue: names and payloads never change. */
export const tasks = (ports: Ports): Tasks => ({
  [ADVANCE]: async (payload) => advance(ports)(ofOrder.parse(payload).orderId),
  [CLOSE_CART]: async (payload) => closeCart(ports)(ofOrder.parse(payload).orderId),
  [ORDER_EMAIL]: async (payload) => {
    const { occasion, orderId } = ofEmail.parse(payload);
    await sendOrderEmail(ports)(occasion, orderId);
  },
  [PARCEL_EMAIL]: async (payload) => {
    const { occasion, orderId, parcelId } = ofParcel.parse(payload);
    await sendParcelEmail(ports)(occasion, orderId, parcelId);
  },
  [MAKE_INVOICE]: async (payload) => makeInvoice(ports)(ofOrder.parse(payload).orderId),
  [RECONCILE_RECENT]: () => reconcileRecent(ports)(),
  [RECONCILE_ALL]: () => reconcileAll(ports)(),
  [PERSONAL_SWEEP]: () => personalDataSweep(ports)(),
  [CODE_ATTEMPTS_SWEEP]: () => ports.codeAttempts.sweep(),
  [SALES_FOLD]: () => ports.sales.fold(),
  [OPEN_REFUNDS]: async (payload) => openRefunds(ports)(ofOrder.parse(payload).orderId),
  [RESTOCK]: async (payload) => {
    const { orderId, refundId } = ofRefund.parse(payload);
    await restock(ports)(orderId, refundId);
  },
  [REFUND_EMAIL]: async (payload) => {
    const { orderId, refundId } = ofRefund.parse(payload);
    await sendRefundEmail(ports)(orderId, refundId);
  },
  [REFUND_FAILED_EMAIL]: async (payload) => {
    const { orderId, refundId } = ofRefund.parse(payload);
    await sendRefundFailedEmail(ports)(orderId, refundId);
  },
});
