import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { until } from '../support/client.ts';
import {
  aPaymentsService,
  eur,
  guest,
  orders,
  PAYMENT,
  type PaymentPayload,
  person,
  type World,
} from './payments.world.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService();
});
afterAll(() => world.stop());

/** As clients do: what took too long is asked again with its key. */
const patiently = <T>(call: () => Promise<T>): Promise<T> =>
  until('an answer', () =>
    call().catch((error: unknown) =>
      /SERVICE_UNAVAILABLE/.test(String(error)) ? null : Promise.reject(error),
    ),
  );

const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

test('a guest pays with the secret: held, then taken, and orders hears of both', async () => {
  const opened = await world.open({ amount: 5997 });
  expect(opened).toMatchObject({
    status: 'REQUIRES_PAYMENT_METHOD',
    clientSecret: expect.stringMatching(/^pi_\w+_secret_\w+$/),
  });
  const paid = await world.confirm(opened);
  expect(codes(paid)).toEqual([]);
  expect(paid.payment).toMatchObject({
    status: 'AUTHORIZED',
    clientSecret: null,
    method: { brand: 'visa', last4: '4242' },
  });
  expect(await world.forOrder('paymentCaptureFor', opened.orderId)).toMatchObject({
    status: 'CAPTURED',
    captured: { amount: 5997 },
  });
  await until('orders to hear of both', async () => world.told(opened.orderId).length >= 2);
  expect(world.told(opened.orderId).toSorted()).toEqual(['AUTHORIZED', 'CAPTURED']);
});

test('opening an order twice gives the same payment, also at once', async () => {
  const orderId = newId('ord');
  const all = await Promise.all(Array.from({ length: 8 }, () => world.open({ orderId })));
  expect(new Set(all.map(({ paymentId }) => paymentId)).size).toBe(1);
  expect(new Set(all.map(({ clientSecret }) => clientSecret)).size).toBe(1);
});

test('a declined card is told, kept as an attempt, and another card pays', async () => {
  const opened = await world.open();
  const declined = await world.confirm(opened, 'pm_card_chargeDeclined');
  expect(codes(declined)).toEqual(['PAYMENT_DECLINED']);
  expect(declined.payment).toMatchObject({
    status: 'REQUIRES_PAYMENT_METHOD',
    clientSecret: opened.clientSecret,
    attempts: [{ outcome: 'DECLINED', code: 'card_declined' }],
  });
  expect((await world.confirm(opened)).payment).toMatchObject({ status: 'AUTHORIZED' });
});

test('3-D Secure asks for a step; what the bank answers is heard by webhook', async () => {
  const opened = await world.open();
  const asked = await world.confirm(opened, 'pm_card_authenticationRequired');
  expect(asked.payment).toMatchObject({
    status: 'REQUIRES_ACTION',
    nextAction: { redirectUrl: expect.stringMatching(/^http/) },
  });
  await fetch(asked.payment?.nextAction?.redirectUrl ?? '', {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'succeed' }),
    redirect: 'manual',
  });
  await world.becomes(opened.paymentId, 'AUTHORIZED');
});

test('F01: the same key is the same attempt, twenty times at once', async () => {
  const opened = await world.open();
  const idempotencyKey = crypto.randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      patiently(() => world.confirm(opened, 'pm_card_visa', { idempotencyKey })),
    ),
  );
  expect(
    new Set(answers.map(({ payment, userErrors }) => JSON.stringify([payment?.status, userErrors]))),
  ).toEqual(new Set(['["AUTHORIZED",[]]']));
  expect((await world.read(opened.paymentId)).attempts).toHaveLength(1);
});

test('F02: the same key with another card is refused', async () => {
  const opened = await world.open();
  const idempotencyKey = crypto.randomUUID();
  expect(codes(await world.confirm(opened, 'pm_card_chargeDeclined', { idempotencyKey }))).toEqual([
    'PAYMENT_DECLINED',
  ]);
  expect(codes(await world.confirm(opened, 'pm_card_visa', { idempotencyKey }))).toEqual([
    'IDEMPOTENCY_KEY_REUSED',
  ]);
  expect(codes(await world.confirm(opened, 'pm_card_chargeDeclined', { idempotencyKey }))).toEqual([
    'PAYMENT_DECLINED',
  ]);
});

test('F21: keys that are none are refused before anything happens', async () => {
  const opened = await world.open();
  for (const idempotencyKey of ['', 'x'.repeat(256), 'a\u0000b'])
    await expect(world.confirm(opened, 'pm_card_visa', { idempotencyKey })).rejects.toThrow('BAD_USER_INPUT');
});

test('D01: without the secret, or with another, the payment is not there', async () => {
  const mine = await world.open();
  const owned = await world.open({ ownerId: newId('user') });
  for (const clientSecret of [null, '', 'x', owned.clientSecret, `${mine.clientSecret}x`])
    expect(await world.confirm(mine, 'pm_card_visa', { clientSecret })).toEqual({
      payment: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'paymentId'] }],
    });
  const stranger = person(newId('user'));
  expect(codes(await world.confirm({ ...owned, clientSecret: null }, 'pm_card_visa', {}, stranger))).toEqual([
    'NOT_FOUND',
  ]);
  expect(
    await world.must('query ($id: ID!) { payment(id: $id) { id } }', { id: owned.paymentId }, stranger),
  ).toBeNull();
});

test('the owner needs no secret and sees it while it is of use', async () => {
  const userId = newId('user');
  const opened = await world.open({ ownerId: userId });
  const secretFor = async (viewer = person(userId)) =>
    (
      await world.must<{ clientSecret: string | null } | null>(
        'query ($id: ID!) { payment(id: $id) { clientSecret } }',
        { id: opened.paymentId },
        viewer,
      )
    )?.clientSecret;
  expect(await secretFor()).toBe(opened.clientSecret);
  expect(await secretFor(world.staff)).toBeNull();
  expect(
    (await world.confirm({ ...opened, clientSecret: null }, 'pm_card_visa', {}, person(userId))).payment
      ?.status,
  ).toBe('AUTHORIZED');
  expect(await secretFor()).toBeNull();
});

test('a voided order is never opened again, whatever came first', async () => {
  const opened = await world.open();
  await world.confirm(opened);
  expect(await world.forOrder('paymentVoidFor', opened.orderId)).toMatchObject({
    status: 'VOIDED',
    captured: { amount: 0 },
  });
  expect(await world.forOrder('paymentVoidFor', opened.orderId)).toMatchObject({ status: 'VOIDED' });
  await expect(world.open({ orderId: opened.orderId })).rejects.toThrow('BAD_USER_INPUT');
  const never = newId('ord');
  expect(await world.forOrder('paymentVoidFor', never)).toMatchObject({ paymentId: null, status: null });
  await expect(world.open({ orderId: never })).rejects.toThrow('BAD_USER_INPUT');
  expect(codes(await world.confirm(opened))).toEqual(['PAYMENT_STATE']);
});

test('opening and voiding at once ends with nothing that can be paid', async () => {
  for (let i = 0; i < 5; i++) {
    const orderId = newId('ord');
    await Promise.allSettled([
      world.open({ orderId }),
      world.forOrder('paymentVoidFor', orderId),
      world.open({ orderId }),
    ]);
    await world.forOrder('paymentVoidFor', orderId);
    const live = await world.rows('select id from payments where order_id = $1 and status not in ($2, $3)', [
      orderId,
      'VOIDED',
      'FAILED',
    ]);
    expect(live).toEqual([]);
  }
});

test('F16: capture and void at once: one of them happens', async () => {
  for (let i = 0; i < 5; i++) {
    const opened = await world.open();
    await world.confirm(opened);
    await Promise.all([
      world.forOrder('paymentCaptureFor', opened.orderId),
      world.forOrder('paymentVoidFor', opened.orderId),
    ]);
    const { status, captured } = await world.read(opened.paymentId);
    expect([`CAPTURED 5000`, `VOIDED 0`]).toContain(`${status} ${captured.amount}`);
  }
});

test('F16: staff captures and voids by hand, each only where it can be', async () => {
  const act = (what: 'Capture' | 'Void', paymentId: string, idempotencyKey = crypto.randomUUID()) =>
    world.must<PaymentPayload>(
      `mutation ($input: Payment${what}Input!) { payment${what}(input: $input) { payment { ${PAYMENT} } userErrors { code field } } }`,
      { input: { paymentId, idempotencyKey } },
      world.staff,
    );
  const opened = await world.open();
  expect(codes(await act('Capture', opened.paymentId))).toEqual(['PAYMENT_STATE']);
  await world.confirm(opened);
  const key = crypto.randomUUID();
  expect((await act('Capture', opened.paymentId, key)).payment?.status).toBe('CAPTURED');
  expect((await act('Capture', opened.paymentId, key)).payment?.status).toBe('CAPTURED');
  expect(codes(await act('Void', opened.paymentId))).toEqual(['PAYMENT_STATE']);
  const other = await world.open();
  expect((await act('Void', other.paymentId)).payment?.status).toBe('VOIDED');
  expect(codes(await act('Capture', other.paymentId))).toEqual(['PAYMENT_STATE']);
  expect(codes(await act('Capture', newId('pay')))).toEqual(['NOT_FOUND']);
});

test('F15: refunds never exceed what was taken, whatever comes at once', async () => {
  const full = await world.paid();
  const twice = await Promise.all([world.refund(full.orderId, 5000), world.refund(full.orderId, 5000)]);
  expect(twice.flatMap(codes)).toEqual(['REFUND_EXCEEDS']);
  const parts = await world.paid();
  const ten = await Promise.all(Array.from({ length: 10 }, () => world.refund(parts.orderId, 1500)));
  expect(ten.filter(({ refundId }) => refundId !== null)).toHaveLength(3);
  expect((await world.becomes(parts.paymentId, 'PARTIALLY_REFUNDED')).refunded.amount).toBe(4500);
  expect(codes(await world.refund(parts.orderId, 501))).toEqual(['REFUND_EXCEEDS']);
  expect(codes(await world.refund(parts.orderId, 100, crypto.randomUUID(), 'USD'))).toEqual([
    'CURRENCY_MISMATCH',
  ]);
  const [intent, charges] = [await world.providerId(parts.paymentId), 'refunds'];
  const { data } = (await world.stripe('GET', `/${charges}?payment_intent=${intent}`)) as unknown as {
    data: unknown[];
  };
  expect(data).toHaveLength(3);
});

test('F15: one key, eight calls at once, one refund', async () => {
  const { orderId, paymentId } = await world.paid();
  const key = crypto.randomUUID();
  const all = await Promise.all(Array.from({ length: 8 }, () => world.refund(orderId, 1000, key)));
  expect(new Set(all.map(({ refundId }) => refundId)).size).toBe(1);
  expect(codes(await world.refund(orderId, 2000, key))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  expect((await world.read(paymentId)).refunded.amount).toBe(1000);
  await until('orders to hear of it', async () => world.told(orderId).includes('REFUNDED'));
  expect(
    world.desk.notifications.filter((news) => news.orderId === orderId && news.kind === 'REFUNDED'),
  ).toMatchObject([{ amount: eur(1000) }]);
});

test('paymentRetry: the open payment with its secret, for whoever orders knows', async () => {
  const opened = await world.open();
  const retry = (orderToken: string) =>
    world.must<PaymentPayload>(
      `mutation ($input: PaymentRetryInput!) { paymentRetry(input: $input) { payment { ${PAYMENT} } userErrors { code field } } }`,
      { input: { orderId: opened.orderId, orderToken } },
      guest,
    );
  const order = {
    id: opened.orderId,
    number: 'P-1',
    total: eur(5000),
    ownerId: null,
    payable: true,
    expiresAt: new Date(Date.now() + 1e6).toISOString(),
  };
  world.desk.payable.set(`${opened.orderId}/token`, order);
  expect((await retry('token')).payment).toMatchObject({
    id: opened.paymentId,
    clientSecret: opened.clientSecret,
  });
  expect(codes(await retry('another'))).toEqual(['NOT_FOUND']);
  await world.confirm(opened);
  expect(codes(await retry('token'))).toEqual(['PAYMENT_STATE']);
  world.desk.payable.set(`${opened.orderId}/token`, { ...order, payable: false });
  expect(codes(await retry('token'))).toEqual(['PAYMENT_STATE']);
});

test('me.payments are the customer’s own, newest first, page by page', async () => {
  const userId = newId('user');
  const opened = [
    await world.open({ ownerId: userId }),
    await world.open({ ownerId: userId }),
    await world.open({ ownerId: userId }),
  ];
  type Page = {
    payments: {
      totalCount: number;
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  };
  const page = async (after: string | null, viewer = person(userId)) => {
    const [user] = await world.must<Page[]>(
      'query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on User { payments(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }',
      { r: [{ __typename: 'User', id: userId }], after },
      viewer,
    );
    return (user as Page).payments;
  };
  const first = await page(null);
  const second = await page(first.pageInfo.endCursor);
  expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(
    opened.map(({ paymentId }) => paymentId).toReversed(),
  );
  expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([
    3,
    true,
    false,
  ]);
  expect((await page(null, person(newId('user')))).totalCount).toBe(0);
  expect((await page(null, world.staff)).totalCount).toBe(3);
});

test('an order shows its payments to whoever may see the order', async () => {
  const opened = await world.open();
  const [order] = await world.must<{ payments: { id: string; clientSecret: string | null }[] }[]>(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Order { payments { id clientSecret } } } }',
    { r: [{ __typename: 'Order', id: opened.orderId }] },
    guest,
  );
  expect(order).toEqual({ payments: [{ id: opened.paymentId, clientSecret: null }] });
});

test('the service operations are not for people', async () => {
  const input = { orderId: newId('ord'), amount: eur(1), idempotencyKey: 'k' };
  const answer = await world.send(
    'mutation ($input: RefundOpenInput!) { refundOpen(input: $input) { refundId } }',
    { input },
    world.staff,
  );
  expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect(orders.kind).toBe('service');
});

test('I3: the books sum to zero, cannot be changed, and say what the provider says', async () => {
  const { paymentId, orderId } = await world.paid();
  await world.refund(orderId, 1200);
  const balances = await world.rows<{ account: string; sum: string }>(
    'select account, sum(debit - credit) as sum from ledger_entries where payment_id = $1 group by account order by account',
    [paymentId],
  );
  expect(Object.fromEntries(balances.map(({ account, sum }) => [account, Number(sum)]))).toEqual({
    cash: 5000 - 1200 - 100,
    'customer-receivable': 0,
    fees: 100,
    'refunds-payable': 0,
    sales: -3800,
  });
  await expect(
    world.rows('update ledger_entries set debit = 1 where payment_id = $1', [paymentId]),
  ).rejects.toThrow('append-only');
  await expect(world.rows('delete from ledger_entries where payment_id = $1', [paymentId])).rejects.toThrow(
    'append-only',
  );
  await expect(world.rows('truncate ledger_entries')).rejects.toThrow('append-only');
  await expect(
    world.rows(
      "insert into ledger_entries (id, transaction_id, payment_id, kind, account, debit, currency) values ('l', 't', $1, 'FEE', 'cash', 5, 'EUR')",
      [paymentId],
    ),
  ).rejects.toThrow('does not sum to zero');
  await expect(
    world.rows('update payments set refunded = captured + 1, refunding = captured + 1 where id = $1', [
      paymentId,
    ]),
  ).rejects.toThrow('payments_totals_check');
});
