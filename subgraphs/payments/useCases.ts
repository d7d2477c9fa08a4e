import { ledgerCompare } from './ledger/ledgerCompare.ts';
import { paymentAudit } from './ledger/queries.ts';
import { paymentMethodAttach, paymentMethodDetach, paymentMethods } from './methods/commands.ts';
import { paymentCapture, paymentCaptureFor, paymentVoid, paymentVoidFor } from './payment/commands.ts';
import { paymentConfirm } from './payment/paymentConfirm.ts';
import { paymentOpen, paymentRetry } from './payment/paymentOpen.ts';
import { clientSecret, ledger, paymentStateFor, payments, paymentsOf, refunds } from './payment/queries.ts';
import type { Ports } from './ports.ts';
import { cleanUp, personalDataErase, personalDataOf } from './privacy/privacy.ts';
import { carryOut } from './providerRequests/executeRequest.ts';
import { giveBack, orphansCancel, reconcile } from './providerSync/commands.ts';
import { refundOpen } from './refunds/refundOpen.ts';
import { eventApply } from './webhooks/applyEvent.ts';
import { paymentEventDismiss, paymentEventRetry } from './webhooks/commands.ts';
import { paymentEvents } from './webhooks/queries.ts';

export const useCases = (ports: Ports) => ({
  chargeLimits: ports.provider.chargeLimits,
  paymentAudit: paymentAudit(ports),
  payments: payments(ports),
  paymentsOf: paymentsOf(ports),
  refunds: refunds(ports),
  ledger: ledger(ports),
  clientSecret: clientSecret(ports),
  paymentOpen: paymentOpen(ports),
  paymentConfirm: paymentConfirm(ports),
  paymentRetry: paymentRetry(ports),
  paymentCapture: paymentCapture(ports),
  paymentCaptureFor: paymentCaptureFor(ports),
  paymentVoid: paymentVoid(ports),
  paymentVoidFor: paymentVoidFor(ports),
  paymentStateFor: paymentStateFor(ports),
  paymentMethods: paymentMethods(ports),
  paymentMethodAttach: paymentMethodAttach(ports),
  paymentMethodDetach: paymentMethodDetach(ports),
  personalDataOf: personalDataOf(ports),
  personalDataErase: personalDataErase(ports),
  refundOpen: refundOpen(ports),
  carryOut: carryOut(ports),
  eventApply: eventApply(ports),
  paymentEvents: paymentEvents(ports),
  paymentEventRetry: paymentEventRetry(ports),
  paymentEventDismiss: paymentEventDismiss(ports),
  giveBack: giveBack(ports),
  orphansCancel: orphansCancel(ports),
  cleanUp: cleanUp(ports),
  reconcile: reconcile(ports),
  ledgerCompare: ledgerCompare(ports),
});
export type UseCases = ReturnType<typeof useCases>;
