import { paymentAudit } from './audit/paymentAudit.ts';
import { carryOut } from './calls/carryOut.ts';
import { clientSecret } from './clientSecret.ts';
import { eventApply } from './events/eventApply.ts';
import { paymentEventDismiss } from './events/paymentEventDismiss.ts';
import { paymentEventRetry } from './events/paymentEventRetry.ts';
import { paymentEvents } from './events/paymentEvents.ts';
import { ledgerCompare } from './ledger/ledgerCompare.ts';
import { ledger, payments, paymentsOf, refunds } from './lists.ts';
import { paymentMethodAttach, paymentMethodDetach, paymentMethods } from './methods/paymentMethods.ts';
import { orphansCancel } from './orphansCancel.ts';
import { paymentCapture, paymentCaptureFor } from './paymentCapture.ts';
import { paymentConfirm } from './paymentConfirm.ts';
import { paymentOpen } from './paymentOpen.ts';
import { paymentRetry } from './paymentRetry.ts';
import { paymentStateFor } from './paymentStateFor.ts';
import { paymentVoid, paymentVoidFor } from './paymentVoid.ts';
import { personalDataErase } from './personal/personalDataErase.ts';
import { personalDataOf } from './personal/personalDataOf.ts';
import type { Ports } from './ports.ts';
import { refundOpen } from './refunds/refundOpen.ts';
import { giveBack } from './sightings/giveBack.ts';
import { reconcile } from './sightings/reconcile.ts';
import { cleanUp } from './upkeep/cleanUp.ts';

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
