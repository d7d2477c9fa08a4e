import { expect, test } from 'vitest';
import { type Switch, switchInput, take } from './switches.ts';

const aSwitch = (input: object): Switch => ({ ...switchInput.parse({ do: 'drop', ...input }), id: 'sw_1' });
const trips = (input: object, method: string, path: string): boolean =>
  take([aSwitch(input)], method, path).hits.length === 1;

test('a star is one step of the path, two are any rest', () => {
  const capture = { method: 'POST', path: '/v1/payment_intents/*/capture' };
  expect(trips(capture, 'POST', '/v1/payment_intents/pi_1/capture')).toBe(true);
  expect(trips(capture, 'POST', '/v1/payment_intents/pi_1/x/capture')).toBe(false);
  expect(trips(capture, 'GET', '/v1/payment_intents/pi_1/capture')).toBe(false);
  expect(trips({ path: '/v1/**' }, 'DELETE', '/v1/customers/cus_1')).toBe(true);
  expect(trips({ path: '/v1/refunds' }, 'POST', '/v1/refunds/x')).toBe(false);
});

test('what is no star stands for itself', () => {
  expect(trips({ path: '/v1/(a+)+$' }, 'GET', '/v1/aaaa')).toBe(false);
});

test('a switch is gone after as many calls as it was set for', () => {
  const first = take([aSwitch({ times: 2 })], 'GET', '/v1/x');
  expect(first.left).toHaveLength(1);
  expect(take(first.left, 'GET', '/v1/x').left).toEqual([]);
});

test('a call trips all the switches that fit', () => {
  expect(
    take([aSwitch({}), aSwitch({ do: 'delay', ms: 5 }), aSwitch({ path: '/other' })], 'GET', '/v1/x').hits,
  ).toHaveLength(2);
});
