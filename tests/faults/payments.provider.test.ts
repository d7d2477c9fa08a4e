import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { aPaymentsService, orders, person, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

/** The SDK itself tries a cut connection once more: a call is lost when two are. */
const FAULTS = {
  'answers 500 and keeps it under the key': [{ do: 'error', status: 500 }],
  'answers 500 after the effect': [{ do: 'error', status: 500, when: 'after' }],
  'answers 503 and forgets it': [{ do: 'error', status: 503, stored: false }],
  'answers 429': [{ do: 'error', status: 429, times: 3 }],
  'cuts the connection before the effect': [{ do: 'drop', times: 2 }],
  'cuts the connection after the effect': [{ do: 'drop', when: 'after', times: 2 }],
  'is too slow, and does it': [{ do: 'delay', ms: 2200, when: 'after', times: 2 }],
} as const;
type Fault = keyof typeof FAULTS;

/** What goes on beside each other, each with a service and a provider of its own: nearly all of it is waiting. */
const LANES: readonly (readonly Fault[])[] = [
  ['is too slow, and does it'],
  ['answers 500 and keeps it under the key', 'answers 429', 'cuts the connection after the effect'],
  ['answers 500 after the effect', 'answers 503 and forgets it', 'cuts the connection before the effect'],
];
vi.setConfig({ maxConcurrency: 16 });

const aWorld = () => aPaymentsService({ env: { STRIPE_TIMEOUT_MS: '1700' } });

const RETRY =
  'mutation ($input: PaymentRetryInput!) { paymentRetry(input: $input) { payment { clientSecret status } userErrors { code } } }';

/** Opens, as the buyer's shop would: where the provider was silent, the secret comes by another attempt. */
const openPatiently = async (world: World) => {
  const opened = await world.open();
  if (opened.clientSecret) return opened;
  await world.becomes(opened.paymentId, 'REQUIRES_PAYMENT_METHOD', SETTLED_MS);
  const expiresAt = new Date(Date.now() + 900_000).toISOString();
  const order = {
    id: opened.orderId,
    number: 'P-1',
    total: { amount: 5000, currency: 'EUR' },
    ownerId: null,
    payable: true,
    expiresAt,
  };
  world.desk.payable.set(`${opened.orderId}/t`, order);
  const input = { orderId: opened.orderId, orderToken: 't' };
  const { payment } = await world.must<{ payment: { clientSecret: string } | null }>(RETRY, { input });
  return { ...opened, clientSecret: payment?.clientSecret ?? null };
};

const SETTLED_MS = 60_000;
type Row = { sum: string | null };
const CASH =
  "select sum(debit - credit) as sum from ledger_entries where payment_id = $1 and account = 'cash'";
const cash = async (world: World, paymentId: string) =>
  Number((await world.rows<Row>(CASH, [paymentId]))[0]?.sum ?? 0);
const listed = async (world: World, path: string) =>
  ((await world.stripe('GET', path)) as unknown as { data: { id: string }[] }).data;
const once = (world: World, orderId: string, kinds: readonly string[]) =>
  until(`orders to hear ${kinds}`, async () => world.told(orderId).length >= kinds.length, SETTLED_MS).then(
    () => expect(world.told(orderId).toSorted()).toEqual(kinds.toSorted()),
  );
const during = (world: World, fault: Fault, path: string) =>
  Promise.all(
    FAULTS[fault].map((one) => world.control('POST', '/switches', { ...one, method: 'POST', path })),
  );
/** Where the provider is asked about one payment alone, so that no other meets the fault. */
const about = async (world: World, paymentId: string, call: 'confirm' | 'capture' | 'cancel') =>
  `/v1/payment_intents/${await world.providerId(paymentId)}/${call}`;

const paysOnce = async (world: World, opened: Awaited<ReturnType<typeof openPatiently>>) => {
  await world.confirm(opened);
  const { attempts } = await world.becomes(opened.paymentId, 'AUTHORIZED', SETTLED_MS);
  expect(attempts).toHaveLength(1);
  await once(world, opened.orderId, ['AUTHORIZED']);
  await world.forOrder('paymentCaptureFor', opened.orderId);
  expect(
    await listed(world, `/charges?payment_intent=${await world.providerId(opened.paymentId)}`),
  ).toHaveLength(1);
  expect(await cash(world, opened.paymentId)).toBe(4900);
};

/** What goes before the fault is whole, also where the machine has no time. */
const held = async (world: World) => {
  const opened = await openPatiently(world);
  await world.confirm(opened);
  await world.becomes(opened.paymentId, 'AUTHORIZED', SETTLED_MS);
  return opened;
};

/** A call of each kind that meets the fault, and what has to come of it. */
const MEETINGS: Readonly<Record<string, (world: World, fault: Fault) => Promise<void>>> = {
  'while it is to confirm: the buyer pays once': async (world, fault) => {
    const opened = await openPatiently(world);
    await during(world, fault, await about(world, opened.paymentId, 'confirm'));
    await paysOnce(world, opened);
  },
  'while it is to capture: the money is taken once': async (world, fault) => {
    const opened = await held(world);
    await during(world, fault, await about(world, opened.paymentId, 'capture'));
    const state = await world.forOrder('paymentCaptureFor', opened.orderId);
    expect(['CAPTURED', 'AUTHORIZED', 'UNKNOWN']).toContain(state.status);
    await world.becomes(opened.paymentId, 'CAPTURED', SETTLED_MS);
    await once(world, opened.orderId, ['AUTHORIZED', 'CAPTURED']);
    expect(await cash(world, opened.paymentId)).toBe(4900);
  },
  'while it is to void: what was held is given back': async (world, fault) => {
    const opened = await held(world);
    await during(world, fault, await about(world, opened.paymentId, 'cancel'));
    await world.forOrder('paymentVoidFor', opened.orderId);
    await world.becomes(opened.paymentId, 'VOIDED', SETTLED_MS);
    await once(world, opened.orderId, ['AUTHORIZED', 'VOIDED']);
    const query = 'select authorized, released from payments where id = $1';
    expect(await world.rows(query, [opened.paymentId])).toEqual([{ authorized: '5000', released: '5000' }]);
  },
  'while it is to refund: the money goes back once': async (world, fault) => {
    const { orderId, paymentId } = await held(world);
    await world.forOrder('paymentCaptureFor', orderId);
    await world.becomes(paymentId, 'CAPTURED', SETTLED_MS);
    await during(world, fault, '/v1/refunds');
    const { refundId, userErrors } = await world.refund(orderId, 2000);
    expect([userErrors, refundId]).toEqual([[], expect.stringMatching(/^ref_/)]);
    const { refunds } = await world.becomes(paymentId, 'PARTIALLY_REFUNDED', SETTLED_MS);
    expect(refunds).toMatchObject([{ id: refundId, status: 'SUCCEEDED' }]);
    expect(await listed(world, `/refunds?payment_intent=${await world.providerId(paymentId)}`)).toHaveLength(
      1,
    );
    await once(world, orderId, ['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
    expect(await cash(world, paymentId)).toBe(2900);
  },
};

type Method = { id: string } | null;
type Kept = { paymentMethod: Method; userErrors: { code: string }[] };
type Dropped = { deletedId: string | null; userErrors: { code: string }[] };
const ATTACH =
  'mutation ($input: PaymentMethodAttachInput!) { paymentMethodAttach(input: $input) { paymentMethod { id } userErrors { code } } }';
const DETACH = 'mutation ($id: ID!) { paymentMethodDetach(id: $id) { deletedId userErrors { code } } }';
const ERASE = 'mutation ($id: ID!) { personalDataErase(userId: $id) }';

/** As clients do: whoever hears of an outage asks again. */
const patiently = <T>(what: string, ask: () => Promise<T>, isDone: (answer: T) => unknown): Promise<T> =>
  until(what, () =>
    ask().then(
      (answer) => (isDone(answer) ? answer : null),
      (error: unknown) => (/SERVICE_UNAVAILABLE/.test(String(error)) ? null : Promise.reject(error)),
    ),
  );

/** Every call about a customer's cards, and each question without an effect. */
const OTHER_CALLS = {
  'customers.create': ['POST', '/v1/customers'],
  'paymentMethods.attach': ['POST', '/v1/payment_methods/*/attach'],
  'paymentIntents.update': ['POST', '/v1/payment_intents/*'],
  'paymentIntents.retrieve': ['GET', '/v1/payment_intents/*'],
  'refunds.list': ['GET', '/v1/refunds'],
  'disputes.list': ['GET', '/v1/disputes'],
  'paymentMethods.detach': ['POST', '/v1/payment_methods/*/detach'],
  'customers.del': ['DELETE', '/v1/customers/*'],
} as const;

const cardsMeet = async (world: World, fault: Fault): Promise<void> => {
  const userId = newId('user');
  const buyer = person(userId);
  const faults: readonly { do: string; times?: number }[] = FAULTS[fault];
  const once = faults.map((fault) => (fault.do === 'delay' ? { ...fault, times: 1 } : fault));
  for (const [method, path] of Object.values(OTHER_CALLS))
    await Promise.all(once.map((fault) => world.control('POST', '/switches', { ...fault, method, path })));
  const attach = () => world.must<Kept>(ATTACH, { input: { paymentMethodId: 'pm_card_visa' } }, buyer);
  const kept = await patiently('the card to be kept', attach, ({ paymentMethod }) => paymentMethod);

  const opened = await world.open({ ownerId: userId });
  const idempotencyKey = crypto.randomUUID();
  const pay = () =>
    world.confirm({ ...opened, clientSecret: null }, kept.paymentMethod?.id, { idempotencyKey }, buyer);
  await patiently('an answer', pay, ({ payment }) => payment);
  await world.becomes(opened.paymentId, 'AUTHORIZED', SETTLED_MS);
  await world.forOrder('paymentCaptureFor', opened.orderId);
  await patiently(
    'the refund',
    () => world.refund(opened.orderId, 1000, idempotencyKey),
    ({ refundId }) => refundId,
  );
  expect((await world.becomes(opened.paymentId, 'PARTIALLY_REFUNDED', SETTLED_MS)).attempts).toHaveLength(1);
  expect(await cash(world, opened.paymentId)).toBe(3900);
  const intent = await world.providerId(opened.paymentId);
  expect([
    await listed(world, `/charges?payment_intent=${intent}`),
    await listed(world, `/refunds?payment_intent=${intent}`),
  ]).toMatchObject([[{}], [{}]]);

  const ids =
    'select c.provider_id as customer, m.provider_id as card from customers c join payment_methods m using (user_id) where user_id = $1';
  const [row] = await world.rows<{ customer: string; card: string }>(ids, [userId]);
  const detach = () => world.must<Dropped>(DETACH, { id: kept.paymentMethod?.id }, buyer);
  await patiently(
    'the card to be gone',
    detach,
    ({ deletedId, userErrors }) => deletedId ?? userErrors[0]?.code === 'NOT_FOUND',
  );
  expect(await listed(world, `/payment_methods?customer=${row?.customer}`)).not.toContainEqual(
    expect.objectContaining({ id: row?.card }),
  );
  const [charge] = await listed(world, `/charges?payment_intent=${intent}`);
  await world.control('POST', '/disputes', { charge: charge?.id });
  await world.becomes(opened.paymentId, 'DISPUTED', SETTLED_MS);
  await patiently(
    'the customer to be forgotten',
    () => world.must<boolean>(ERASE, { id: userId }, orders),
    Boolean,
  );
  expect(await world.stripe('GET', `/customers/${row?.customer}`)).toMatchObject({ deleted: true });
  const left = (await world.control('GET', '/switches')) as { switches: { path: string; times: number }[] };
  expect(
    left.switches.filter(({ times }) => times === (once[0]?.times ?? 1)).map(({ path }) => path),
    'each call was reached',
  ).toEqual([]);
};

describe.concurrent.each(LANES.map((faults) => [faults]))('F05: the provider', (faults) => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world.stop());

  describe.sequential.each(faults.map((fault) => [fault]))('%s', (fault) => {
    for (const [name, meet] of Object.entries(MEETINGS)) test.concurrent(name, () => meet(world, fault));

    test.sequential('while a payment is opened: the buyer pays once', async () => {
      await world.control('DELETE', '/switches');
      await during(world, fault, '/v1/payment_intents');
      await paysOnce(world, await openPatiently(world));
    });

    test.sequential(`at ${Object.keys(OTHER_CALLS).join(', ')}: a card is kept, pays once and is gone`, async () => {
      await world.control('DELETE', '/switches');
      await cardsMeet(world, fault);
      await world.control('DELETE', '/switches');
    });
  });
});

describe.concurrent('out of order', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world.stop());

  test.sequential('I06: while orders is down, notifications wait, and orders receives all of them afterwards', async () => {
    world.desk.isDown = true;
    const { orderId } = await world.paid();
    world.desk.isDown = false;
    await once(world, orderId, ['AUTHORIZED', 'CAPTURED']);
  });

  test.sequential('while the provider is down, responses are fast and report it', async () => {
    const opened = await world.open();
    await world.control('POST', '/switches', { do: 'drop', times: 1000 });
    const paid = await world.confirm(opened).catch((error: unknown) => String(error));
    expect(JSON.stringify(paid)).toMatch(/PAYMENT_PROVIDER_UNAVAILABLE|SERVICE_UNAVAILABLE/);
    const read = await world.send(
      'query ($id: ID!) { paymentStateFor(orderId: $id) { status } }',
      { id: opened.orderId },
      { kind: 'service', name: 'orders', onBehalfOf: null },
    );
    expect(read.errors[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    await world.control('DELETE', '/switches');
    await world.becomes(opened.paymentId, 'AUTHORIZED', SETTLED_MS);
  });
});
