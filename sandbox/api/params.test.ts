import { expect, test } from 'vitest';
import { Refused } from '../objects/refused.ts';
import { merged, readForm, readParams, splitExpand } from './params.ts';
import { paymentIntentCreateParams } from './paymentIntentCreate.ts';

const fault = (form: string): object => {
  try {
    readParams(paymentIntentCreateParams, splitExpand(readForm(form)).rest);
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    throw error;
  }
  return {};
};

test('the first fault is named as Stripe names it', () => {
  expect(fault('currency=eur')).toMatchObject({
    code: 'parameter_missing',
    param: 'amount',
    message: 'Missing required param: amount.',
  });
  expect(fault('amount=1.5&currency=eur')).toMatchObject({
    code: 'parameter_invalid_integer',
    param: 'amount',
  });
  expect(fault('amount=&currency=eur')).toMatchObject({ code: 'parameter_invalid_empty', param: 'amount' });
  expect(fault('amount=100&currency=eur&card[number]=4242')).toMatchObject({
    code: 'parameter_unknown',
    param: 'card',
  });
  expect(fault('amount=100&currency=eur&shipping[planet]=mars')).toMatchObject({
    code: 'parameter_unknown',
    param: 'shipping[planet]',
  });
});

test('a whole request is read into numbers, flags and lists', () => {
  const { expand, rest } = splitExpand(
    readForm(
      'amount=100&currency=EUR&confirm=true&payment_method_types[0]=card&metadata[0]=a&metadata[x.y]=b&expand[0]=latest_charge',
    ),
  );
  expect(expand).toEqual(['latest_charge']);
  expect(readParams(paymentIntentCreateParams, rest)).toMatchObject({
    amount: 100,
    currency: 'eur',
    confirm: true,
    payment_method_types: ['card'],
    metadata: { 0: 'a', 'x.y': 'b' },
  });
});

test('metadata is merged, an empty value takes its key away, an empty text all', () => {
  expect(merged({ a: '1', b: '2' }, { b: '', c: '3' })).toEqual({ a: '1', c: '3' });
  expect(merged({ a: '1' }, null)).toEqual({});
});
