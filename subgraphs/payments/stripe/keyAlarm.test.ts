import { expect, test } from 'vitest';
import { keyAlarm } from './keyAlarm.ts';

const watched = () => {
  const alarms: string[] = [];
  let now = 0;
  const answered = keyAlarm(
    (what) => void alarms.push(what),
    () => now,
  );
  const pass = (ms: number): void => {
    now += ms;
  };
  return { alarms, answered, pass };
};

test.each([
  [401, 'PROVIDER_UNAUTHORIZED'],
  [403, 'PROVIDER_FORBIDDEN'],
])('R16: %i alarms once, however many requests meet it, and again after it has healed', (status, alarm) => {
  const { alarms, answered } = watched();
  for (let i = 0; i < 50; i++) answered(status, i % 2 ? 'POST /v1/refunds' : 'GET /v1/payment_intents/:id');
  expect(alarms).toEqual([alarm]);
  answered(503, 'POST /v1/refunds');
  answered(429, 'POST /v1/refunds');
  answered(status, 'POST /v1/refunds');
  expect(alarms).toEqual([alarm]);
  answered(200, 'POST /v1/refunds');
  answered(200, 'GET /v1/payment_intents/:id');
  answered(status, 'POST /v1/refunds');
  expect(alarms).toEqual([alarm, alarm]);
});

test('R16: a permission that one call lacks is told once, though others are answered', () => {
  const { alarms, answered, pass } = watched();
  for (let i = 0; i < 5; i++) {
    answered(403, 'GET /v1/disputes');
    answered(200, 'GET /v1/payment_intents/:id');
  }
  expect(alarms).toEqual(['PROVIDER_FORBIDDEN']);
  pass(2 * 60 * 60_000);
  answered(403, 'GET /v1/disputes');
  expect(alarms).toHaveLength(2);
});
