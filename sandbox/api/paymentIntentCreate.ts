import type Stripe from 'stripe';
import { z } from 'zod';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { create, type Terms } from '../objects/intent.ts';
import { invalid } from '../objects/refused.ts';
import { flag } from './params.ts';
import { type Declined, pay } from './pay.ts';
import { save } from './settle.ts';
import { fields, mustBeChargeableBy, termsSaid } from './terms.ts';

const { amount, currency, ...optional } = fields;
const onlyCard = z.array(z.literal('card', 'The sandbox knows payment method type card alone')).min(1);

export const paymentIntentCreateParams = z
  .strictObject(optional)
  .partial()
  .extend({
    amount,
    currency,
    payment_method_types: onlyCard.optional(),
    automatic_payment_methods: z
      .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
      .optional(),
  });

type Input = z.output<typeof paymentIntentCreateParams>;

export const paymentIntentCreate = (unit: Unit, input: Input): Stripe.PaymentIntent | Declined => {
  const { confirm, off_session, payment_method_types, automatic_payment_methods, ...said } = input;
  mustBeChargeableBy(unit, input.amount, input.currency);
  for (const param of ['return_url', 'off_session'] as const)
    if (!confirm && input[param])
      throw invalid(`The parameter ${param} can only be used with confirm=true.`, { param });
  const id = unit.id('pi');
  const terms: Terms = {
    ...silent,
    amount: input.amount,
    currency: input.currency,
    redirects: redirectsOf(input),
    ...termsSaid(unit, said, silent),
  };
  const intent = create(
    { id, clientSecret: `${id}_secret_${unit.id('x').slice(2)}`, created: unit.seconds },
    terms,
  );
  const shown = save(unit, intent);
  emit(unit, 'payment_intent.created', shown);
  return confirm ? pay(unit, intent, off_session ?? false) : shown;
};

/** Without a list of types, Stripe takes what the account allows: methods that redirect are among it. */
const redirectsOf = ({
  payment_method_types: types,
  automatic_payment_methods: automatic,
}: Input): Terms['redirects'] => {
  if (types && automatic?.enabled)
    throw invalid(
      'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.',
      {
        code: 'parameters_exclusive',
      },
    );
  return types || automatic?.enabled === false ? null : (automatic?.allow_redirects ?? 'always');
};

const silent = {
  captureMethod: 'automatic_async',
  customer: null,
  method: null,
  metadata: {},
  description: null,
  receiptEmail: null,
  returnUrl: null,
  futureUse: null,
  shipping: null,
  descriptor: null,
  descriptorSuffix: null,
} as const;
