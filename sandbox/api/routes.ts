import { z } from 'zod';
import { balanceOf } from '../objects/balance.ts';
import { customerCreate, customerDelete, customerParams, customerUpdate } from './customers.ts';
import { disputeClose, disputeParams, disputeUpdate } from './disputes.ts';
import { paymentIntentCancel, paymentIntentCancelParams } from './paymentIntentCancel.ts';
import { paymentIntentCapture, paymentIntentCaptureParams } from './paymentIntentCapture.ts';
import { paymentIntentConfirm, paymentIntentConfirmParams } from './paymentIntentConfirm.ts';
import { paymentIntentCreate, paymentIntentCreateParams } from './paymentIntentCreate.ts';
import { paymentIntentUpdate, paymentIntentUpdateParams } from './paymentIntentUpdate.ts';
import {
  attachParams,
  paymentMethodAttach,
  paymentMethodDetach,
  paymentMethodRetrieve,
} from './paymentMethods.ts';
import { readRoutes } from './reads.ts';
import { refundCreate, refundParams } from './refunds.ts';
import { type Route, route } from './route.ts';

const nothing = z.strictObject({});

/** Every call of Stripe's API that is here. */
export const routes: readonly Route[] = [
  route('POST', '/v1/payment_intents', paymentIntentCreateParams, paymentIntentCreate),
  route('POST', '/v1/payment_intents/:id', paymentIntentUpdateParams, paymentIntentUpdate),
  route('POST', '/v1/payment_intents/:id/confirm', paymentIntentConfirmParams, paymentIntentConfirm),
  route('POST', '/v1/payment_intents/:id/capture', paymentIntentCaptureParams, paymentIntentCapture),
  route('POST', '/v1/payment_intents/:id/cancel', paymentIntentCancelParams, paymentIntentCancel),
  route('GET', '/v1/payment_methods/:id', nothing, paymentMethodRetrieve),
  route('POST', '/v1/payment_methods/:id/attach', attachParams, paymentMethodAttach),
  route('POST', '/v1/payment_methods/:id/detach', nothing, paymentMethodDetach),
  route('POST', '/v1/customers', customerParams, customerCreate),
  route('POST', '/v1/customers/:id', customerParams, customerUpdate),
  route('DELETE', '/v1/customers/:id', nothing, customerDelete),
  route('POST', '/v1/refunds', refundParams, refundCreate),
  route('POST', '/v1/disputes/:id', disputeParams, disputeUpdate),
  route('POST', '/v1/disputes/:id/close', nothing, disputeClose),
  route('GET', '/v1/balance', nothing, (unit) => balanceOf(unit.all('balance_transaction'))),
  ...readRoutes,
];
