import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type UserId } from '../../kernel/ids.ts';
import { until } from '../support/client.ts';
import { aPaymentsService, eur, guest, orders, person, type World } from './payments.world.ts';

let world: World;
beforeAll(async () => {
  world = await aPaymentsService();
});
afterAll(() => world.stop());

type Method = { id: string; brand: string; last4: string; expMonth: number; expYear: number };
type Attached = { paymentMethod: Method | null; userErrors: { code: string }[] };
const attach = (userId: UserId, paymentMethodId: string) =>
  world.must<Attached>(
    'mutation ($input: PaymentMethodAttachInput!) { paymentMethodAttach(input: $input) { paymentMethod { id brand last4 expMonth expYear } userErrors { code } } }',
    { input: { paymentMethodId } },
    person(userId),
  );
const detach = (userId: UserId, id: string) =>
  world.must<{ deletedId: string | null; userErrors: { code: string }[] }>(
    'mutation ($id: ID!) { paymentMethodDetach(id: $id) { deletedId userErrors { code } } }',
    { id },
    person(userId),
  );
const methodsOf = async (userId: UserId, viewer = person(userId)) =>
  (
    await world.must<{ paymentMethods: Method[] }[]>(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { paymentMethods { id brand last4 expMonth expYear } } } }',
      { r: [{ __typename: 'User', id: userId }] },
      viewer,
    )
  )[0]?.paymentMethods;

test('a card is kept, pays twice and is forgotten', async () => {
  const userId = newId('user');
  const { paymentMethod } = await attach(userId, 'pm_card_mastercard');
  expect(paymentMethod).toMatchObject({
    id: expect.stringMatching(/^pm_/),
    brand: 'mastercard',
    last4: '4444',
  });
  expect(await methodsOf(userId)).toEqual([paymentMethod]);
  expect(await methodsOf(userId, world.staff)).toEqual([]);
  const id = paymentMethod?.id ?? '';
  for (let i = 0; i < 2; i++) {
    const paid = await world.confirm(await world.open({ ownerId: userId }), id, {}, person(userId));
    expect(paid.payment).toMatchObject({ status: 'AUTHORIZED', method: { last4: '4444' } });
  }
  expect((await detach(newId('user'), id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await detach(userId, id)).deletedId).toBe(id);
  expect(await methodsOf(userId)).toEqual([]);
  const late = await world.confirm(await world.open({ ownerId: userId }), id, {}, person(userId));
  expect(late.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
});

test('nobody pays with another’s card, not even knowing its ids', async () => {
  const [userId, thief] = [newId('user'), newId('user')];
  const { paymentMethod } = await attach(userId, 'pm_card_visa');
  const opened = await world.open({ ownerId: thief });
  expect((await world.confirm(opened, paymentMethod?.id, {}, person(thief))).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  const [row] = await world.rows<{ provider_id: string }>(
    'select provider_id from payment_methods where id = $1',
    [paymentMethod?.id],
  );
  expect((await world.confirm(opened, row?.provider_id, {}, person(thief))).userErrors).toMatchObject([
    { code: 'INVALID' },
  ]);
  expect((await world.confirm(await world.open(), row?.provider_id, {}, guest)).userErrors).toMatchObject([
    { code: 'INVALID' },
  ]);
  expect((await attach(thief, row?.provider_id ?? '')).userErrors).toMatchObject([{ code: 'INVALID' }]);
  expect(await methodsOf(thief)).toEqual([]);
});

test('a card that paid is kept when the customer wants it, and only then', async () => {
  const userId = newId('user');
  await world.confirm(await world.open({ ownerId: userId }), 'pm_card_amex', {}, person(userId));
  expect(await methodsOf(userId)).toEqual([]);
  const refused = await world.open({ ownerId: userId });
  await world.confirm(refused, 'pm_card_chargeDeclined', { savePaymentMethod: true }, person(userId));
  await world.confirm(refused, 'pm_card_amex', {}, person(userId));
  expect(await methodsOf(userId)).toEqual([]);
  await world.confirm(
    await world.open({ ownerId: userId }),
    'pm_card_visa',
    { savePaymentMethod: true },
    person(userId),
  );
  expect(await methodsOf(userId)).toMatchObject([{ brand: 'visa', last4: '4242' }]);
  const again = await world.confirm(
    await world.open({ ownerId: userId }),
    (await methodsOf(userId))?.[0]?.id,
    {},
    person(userId),
  );
  expect(again.payment?.status).toBe('AUTHORIZED');
});

test('a card that is declined or no card at all is not kept', async () => {
  expect((await attach(newId('user'), 'pm_card_chargeDeclined')).userErrors).toMatchObject([
    { code: 'PAYMENT_DECLINED' },
  ]);
  expect((await attach(newId('user'), 'pm_nonsense')).userErrors).toMatchObject([{ code: 'INVALID' }]);
  await expect(attach(newId('user'), "' OR 1=1")).rejects.toThrow('BAD_USER_INPUT');
  expect((await world.confirm(await world.open(), 'pm_nonsense')).userErrors).toMatchObject([
    { code: 'INVALID' },
  ]);
});

test('whoever tries card after card is stopped', async () => {
  const opened = await world.open();
  for (let i = 0; i < 10; i++)
    expect((await world.confirm(opened, 'pm_card_chargeDeclined')).userErrors).toMatchObject([
      { code: 'PAYMENT_DECLINED' },
    ]);
  expect((await world.confirm(opened, 'pm_card_visa')).userErrors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  await world.becomes(opened.paymentId, 'VOIDED');
  expect((await world.confirm(opened, 'pm_card_visa')).userErrors).toMatchObject([{ code: 'RATE_LIMITED' }]);
});

/** As a browser does with the client secret: past us. */
const declineInBrowser = async (intent: string, times: number) => {
  for (let i = 0; i < times; i++)
    await world.stripe('POST', `/payment_intents/${intent}/confirm`, {
      payment_method: 'pm_card_chargeDeclined',
      return_url: 'http://shop.example',
    });
};
const statusAt = async (intent: string) =>
  (await world.stripe('GET', `/payment_intents/${intent}`)).status as unknown as string;

test('R12: ten cards declined in a browser end the payment, and the order hears of it', async () => {
  const { paymentId, orderId } = await world.open();
  const intent = await world.providerId(paymentId);
  await declineInBrowser(intent, 10);
  const { attempts } = await world.becomes(paymentId, 'VOIDED');
  expect(attempts).toHaveLength(10);
  expect(await statusAt(intent)).toBe('canceled');
  await until('orders to hear', async () => world.told(orderId).includes('VOIDED'));
  const input = {
    orderId,
    orderNumber: 'P-1',
    amount: eur(5000),
    expiresAt: new Date(Date.now() + 900_000),
    email: 'ada@example.com',
  };
  const again = await world.send(
    'mutation ($input: PaymentOpenInput!) { paymentOpen(input: $input) { paymentId } }',
    { input },
    orders,
  );
  expect(again.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('R12: cards declined in a browser and on the server count together, each once', async () => {
  const opened = await world.open();
  const intent = await world.providerId(opened.paymentId);
  await declineInBrowser(intent, 6);
  for (let i = 0; i < 3; i++) await world.confirm(opened, 'pm_card_chargeDeclined');
  await until('all to be counted', async () => (await world.read(opened.paymentId)).attempts.length === 9);
  expect((await world.read(opened.paymentId)).status).toBe('REQUIRES_PAYMENT_METHOD');
  expect((await world.confirm(opened)).payment).toMatchObject({ status: 'AUTHORIZED' });
});

test('R12: a browser’s tries are counted where no event of them came', async () => {
  const opened = await world.open();
  await world.control('POST', '/webhooks', { url: null });
  await declineInBrowser(await world.providerId(opened.paymentId), 9);
  await world.confirm(opened, 'pm_card_chargeDeclined');
  await world.control('POST', '/webhooks', { url: world.webhookUrl });
  expect((await world.becomes(opened.paymentId, 'VOIDED')).attempts).toHaveLength(10);
});

test('R12: a customer adds ten cards an hour, however many at once', async () => {
  const userId = newId('user');
  const answers = await Promise.all(Array.from({ length: 14 }, () => attach(userId, 'pm_card_visa')));
  const codes = answers
    .flatMap(({ userErrors }) => userErrors.map(({ code }) => code))
    .filter((code) => code === 'RATE_LIMITED');
  expect(codes).toEqual(Array(4).fill('RATE_LIMITED'));
  await world.rows("update customers set attach_since = now() - interval '61 minutes' where user_id = $1", [
    userId,
  ]);
  expect((await attach(userId, 'pm_card_mastercard')).userErrors).toEqual([]);
  expect((await attach(newId('user'), 'pm_card_visa')).userErrors).toEqual([]);
});

test('a refund that fails afterwards is told, shown to staff, and can be made again', async () => {
  const { orderId, paymentId } = await world.paid({}, 'pm_card_refundFail');
  const opened = await world.refund(orderId, 5000);
  await until('orders to hear that it failed', async () => world.told(orderId).includes('REFUND_FAILED'));
  expect(await world.read(paymentId)).toMatchObject({
    status: 'CAPTURED',
    refunded: { amount: 0 },
    refunds: [{ id: opened.refundId, status: 'FAILED' }],
  });
  const failed = await world.must<{ nodes: { id: string; payment: { id: string } }[] }>(
    'query { refunds(statuses: [FAILED]) { nodes { id payment { id } } } }',
    {},
    world.staff,
  );
  expect(failed.nodes).toContainEqual({ id: opened.refundId, payment: { id: paymentId } });
  expect((await world.refund(orderId, 5000)).userErrors).toEqual([]);
});

test('a refund made at the provider’s own desk is in our books, too', async () => {
  const { orderId, paymentId } = await world.paid();
  await world.stripe('POST', '/refunds', {
    payment_intent: await world.providerId(paymentId),
    amount: '700',
  });
  await world.becomes(paymentId, 'PARTIALLY_REFUNDED');
  expect((await world.refund(orderId, 4301)).userErrors).toMatchObject([{ code: 'REFUND_EXCEEDS' }]);
  expect((await world.refund(orderId, 4300)).status).toBe('SUCCEEDED');
});

const balance = async (paymentId: string, account: string) => {
  const sum = 'select sum(debit - credit) as sum from ledger_entries where payment_id = $1 and account = $2';
  return Number((await world.rows<{ sum: string }>(sum, [paymentId, account]))[0]?.sum);
};
const answer = async (paymentId: string, evidence: 'winning_evidence' | 'losing_evidence') => {
  const { data } = (await world.stripe(
    'GET',
    `/disputes?payment_intent=${await world.providerId(paymentId)}`,
  )) as unknown as {
    data: { id: string }[];
  };
  await world.stripe('POST', `/disputes/${data[0]?.id}`, { 'evidence[uncategorized_text]': evidence });
};
const ofDispute = async (paymentId: string) => [
  await balance(paymentId, 'disputes'),
  await balance(paymentId, 'fees'),
  await balance(paymentId, 'cash'),
];

test('F18: a dispute is booked, told, and not refundable; won, the money is back; lost, it is not', async () => {
  const [won, lost] = await Promise.all([
    world.paid({}, 'pm_card_createDispute'),
    world.paid({}, 'pm_card_createDispute'),
  ]);
  for (const { orderId, paymentId } of [won, lost]) {
    await world.becomes(paymentId, 'DISPUTED');
    await until('orders to hear of it', async () => world.told(orderId).includes('DISPUTED'));
    expect(await ofDispute(paymentId)).toEqual([5000, 100 + 1500, -1600]);
    expect((await world.refund(orderId, 100)).userErrors).toMatchObject([{ code: 'REFUND_EXCEEDS' }]);
  }
  await answer(won.paymentId, 'winning_evidence');
  await answer(lost.paymentId, 'losing_evidence');
  await world.becomes(won.paymentId, 'CAPTURED');
  expect((await ofDispute(won.paymentId))[0]).toBe(0);
  const closed = "select 1 from webhook_events where type = 'charge.dispute.closed' and state = 'APPLIED'";
  await until('both ends to be applied', async () => (await world.rows(closed)).length === 2);
  expect((await world.read(lost.paymentId)).status).toBe('DISPUTED');
  expect(await ofDispute(lost.paymentId)).toEqual([5000, 1600, -1600]);
});

test.each([
  ['amount', { amount: '4000' }],
  ['currency', { currency: 'usd' }],
])('F06: another %s than agreed is not fulfilled, and goes back', async (_, changed) => {
  const { paymentId, orderId, ...opened } = await world.open();
  const intent = await world.providerId(paymentId);
  await world.stripe('POST', `/payment_intents/${intent}`, changed);
  const paid = await world.confirm({ paymentId, orderId, ...opened });
  expect(paid.payment).toMatchObject({ status: 'FAILED', captured: { amount: 0 }, clientSecret: null });
  expect(paid.userErrors).toMatchObject([{ code: 'PAYMENT_STATE' }]);
  await until(
    'the provider to have given it back',
    async () => (await world.stripe('GET', `/payment_intents/${intent}`)).status === ('canceled' as never),
  );
  expect(await world.rows('select id from ledger_entries where payment_id = $1', [paymentId])).toEqual([]);
  await until('orders to hear', async () => world.told(orderId).length > 0);
  expect(world.told(orderId)).toEqual(['DECLINED']);
  expect(await world.forOrder('paymentCaptureFor', orderId)).toMatchObject({
    status: 'FAILED',
    captured: { amount: 0 },
  });
});

test('the books are for admins, page by page', async () => {
  const { paymentId } = await world.paid();
  const read = (viewer = world.staff) =>
    world.send<{
      ledger: {
        totalCount: number;
        nodes: { account: string; debit: { amount: number } | null; credit: { amount: number } | null }[];
      };
    }>(
      'query ($id: ID) { ledger(paymentId: $id, first: 4) { totalCount nodes { account debit { amount } credit { amount } transactionId } pageInfo { hasNextPage } } }',
      { id: paymentId },
      viewer,
    );
  expect((await read()).data?.ledger).toMatchObject({
    totalCount: 6,
    nodes: expect.arrayContaining([expect.objectContaining({ account: 'fees', debit: { amount: 100 } })]),
  });
  expect((await read(person(newId('user'), 'STAFF'))).errors[0]?.extensions.code).toBe('FORBIDDEN');
});

const chargeOf = async (paymentId: string): Promise<string> => {
  const { data } = (await world.stripe(
    'GET',
    `/charges?payment_intent=${await world.providerId(paymentId)}`,
  )) as unknown as {
    data: { id: string }[];
  };
  return data[0]?.id ?? '';
};
const inquire = async (paymentId: string): Promise<string> =>
  (
    (await world.control('POST', '/disputes', { charge: await chargeOf(paymentId), inquiry: true })) as {
      id: string;
    }
  ).id;
const bankSays = (dispute: string, status: string) =>
  world.control('POST', `/disputes/${dispute}`, { status });
const stageOf = async (paymentId: string) =>
  (
    await world.rows<{ dispute_stage: string | null; dispute_due_by: Date | null }>(
      'select dispute_stage, dispute_due_by from payments where id = $1',
      [paymentId],
    )
  )[0];
const reaches = (paymentId: string, stage: string | null) =>
  until(
    `the dispute of ${paymentId} to be ${stage}`,
    async () => (await stageOf(paymentId))?.dispute_stage === stage,
  );

test('R11: an inquiry keeps the payment refundable; it ends, or becomes a dispute that may be prevented', async () => {
  const [closed, escalated] = [await world.paid(), await world.paid()];
  const [first, second] = [await inquire(closed.paymentId), await inquire(escalated.paymentId)];
  for (const { paymentId, orderId } of [closed, escalated]) {
    await reaches(paymentId, 'INQUIRY');
    expect((await stageOf(paymentId))?.dispute_due_by?.getTime()).toBeGreaterThan(Date.now());
    expect((await world.read(paymentId)).status).toBe('CAPTURED');
    expect((await world.refund(orderId, 100)).status).toBe('SUCCEEDED');
    expect(world.told(orderId)).not.toContain('DISPUTED');
  }
  await bankSays(first, 'warning_under_review');
  await bankSays(first, 'warning_closed');
  await reaches(closed.paymentId, null);
  expect((await world.refund(closed.orderId, 100)).status).toBe('SUCCEEDED');
  await bankSays(second, 'needs_response');
  await world.becomes(escalated.paymentId, 'DISPUTED');
  expect((await world.refund(escalated.orderId, 100)).userErrors).toMatchObject([{ code: 'REFUND_EXCEEDS' }]);
  expect((await ofDispute(escalated.paymentId))[0]).toBe(5000);
  await bankSays(second, 'prevented');
  await world.becomes(escalated.paymentId, 'PARTIALLY_REFUNDED');
  expect((await ofDispute(escalated.paymentId))[0]).toBe(0);
  await until('the books to agree', world.sameCash);
});

test('R10: a refund that waits succeeds, fails or is canceled later; the books follow, and what failed can be refunded again', async () => {
  for (const [card, ends] of [
    ['pm_card_pendingRefund', 'canceled'],
    ['pm_card_visa', 'failed'],
  ] as const) {
    const { orderId, paymentId } = await world.paid({}, card);
    const opened = await world.refund(orderId, 5000);
    const [row] = await world.rows<{ provider_id: string }>('select provider_id from refunds where id = $1', [
      opened.refundId,
    ]);
    await world.control('POST', `/refunds/${row?.provider_id}`, {
      status: ends,
      failure_reason: 'lost_or_stolen_card',
    });
    await until('orders to hear that it failed', async () => world.told(orderId).includes('REFUND_FAILED'));
    expect(await world.read(paymentId)).toMatchObject({ status: 'CAPTURED', refunded: { amount: 0 } });
    expect([await balance(paymentId, 'refunds-payable'), await balance(paymentId, 'cash')]).toEqual([
      0,
      5000 - 100,
    ]);
    const again = await world.refund(orderId, 5000);
    expect(again.userErrors).toEqual([]);
    await world.becomes(paymentId, 'REFUNDED');
  }
  const told = world.desk.notifications.filter(({ kind }) => kind === 'REFUND_FAILED') as unknown as {
    version: number;
    refundKey: string;
  }[];
  for (const { version, refundKey } of told)
    expect([version > 0, typeof refundKey]).toEqual([true, 'string']);
});
