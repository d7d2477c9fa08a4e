import { orderByToken } from './access/orderByToken.ts';
import { orderForPayment } from './access/orderForPayment.ts';
import { orders, userOrders } from './access/orders.ts';
import { purchased } from './access/purchased.ts';
import { orderCancel } from './cancellation/orderCancel.ts';
import { checkout } from './checkout/checkout.ts';
import { orderFulfill } from './fulfillment/orderFulfill.ts';
import { orderMarkDelivered } from './fulfillment/orderMarkDelivered.ts';
import { sendParcelEmail } from './fulfillment/sendParcelMail.ts';
import { invoiceUrl } from './invoices/invoiceUrl.ts';
import { makeInvoice } from './invoices/makeInvoice.ts';
import { sendOrderEmail } from './mails/sendMail.ts';
import { orderNoteAdd } from './notes/orderNoteAdd.ts';
import { orderPaymentChanged } from './payment/orderPaymentChanged.ts';
import { personalDataErase, personalDataSweep } from './personal/personalDataErase.ts';
import { personalDataOf } from './personal/personalDataOf.ts';
import type { Ports } from './ports.ts';
import { promotionCodesCheck } from './promotions/promotionCodesCheck.ts';
import { promotionCreate } from './promotions/promotionCreate.ts';
import { promotionEnd } from './promotions/promotionEnd.ts';
import { promotions } from './promotions/promotions.ts';
import { promotionUpdate } from './promotions/promotionUpdate.ts';
import { discrepancyResolve } from './reconciliation/discrepancyResolve.ts';
import { reconcileAll, reconcileRecent } from './reconciliation/reconcile.ts';
import { reconciliation } from './reconciliation/reconciliation.ts';
import { openRefunds } from './refunds/openRefunds.ts';
import { orderRefund } from './refunds/orderRefund.ts';
import { sendRefundEmail, sendRefundFailedEmail } from './refunds/refundMail.ts';
import { restock } from './refunds/restock.ts';
import { salesReport } from './reports/salesReport.ts';
import { advance } from './saga/advance.ts';
import { closeCart } from './saga/closeCart.ts';
import { shippingMethodCreate } from './shipping/shippingMethodCreate.ts';
import { shippingMethods } from './shipping/shippingMethods.ts';
import { shippingMethodUpdate } from './shipping/shippingMethodUpdate.ts';

export const useCases = (ports: Ports) => ({
  now: ports.clock,
  checkout: checkout(ports),
  advance: advance(ports),
  closeCart: closeCart(ports),
  sendMail: sendOrderEmail(ports),
  orderByToken: orderByToken(ports),
  orderCancel: orderCancel(ports),
  orderForPayment: orderForPayment(ports),
  orderPaymentChanged: orderPaymentChanged(ports),
  orderFulfill: orderFulfill(ports),
  orderMarkDelivered: orderMarkDelivered(ports),
  sendParcelMail: sendParcelEmail(ports),
  orderRefund: orderRefund(ports),
  openRefunds: openRefunds(ports),
  restock: restock(ports),
  promotionCodesCheck: promotionCodesCheck(ports),
  codeAttemptsSweep: () => ports.codeAttempts.sweep(),
  sendRefundMail: sendRefundEmail(ports),
  sendRefundFailedMail: sendRefundFailedEmail(ports),
  orderNoteAdd: orderNoteAdd(ports),
  makeInvoice: makeInvoice(ports),
  invoiceUrl: invoiceUrl(ports),
  discrepancies: (resolved: boolean) => ports.discrepancies.list(resolved),
  discrepancyResolve: discrepancyResolve(ports),
  reconciliation: reconciliation(ports),
  reconcileAll: reconcileAll(ports),
  reconcileLately: reconcileRecent(ports),
  salesReport: salesReport(ports),
  salesFold: () => ports.sales.fold(),
  orders: orders(ports),
  userOrders: userOrders(ports),
  purchased: purchased(ports),
  personalDataOf: personalDataOf(ports),
  personalDataErase: personalDataErase(ports),
  personalDataSweep: personalDataSweep(ports),
  promotions: promotions(ports),
  promotionCreate: promotionCreate(ports),
  promotionUpdate: promotionUpdate(ports),
  promotionEnd: promotionEnd(ports),
  shippingMethods: shippingMethods(ports),
  shippingMethodCreate: shippingMethodCreate(ports),
  shippingMethodUpdate: shippingMethodUpdate(ports),
});
export type UseCases = ReturnType<typeof useCases>;
