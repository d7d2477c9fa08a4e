import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { logFile } from '../../scripts/test/secrets.ts';
import { aPaymentsService, SECRET, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

const UP_MS = 90_000;
const SETTLED_MS = 60_000;
/** What a process waits before it takes another for dead. */
const IMPATIENT = { JOBS_RESCUE_MS: '500', STRIPE_TIMEOUT_MS: '1500' };

/** The service as a process of its own, that stalls where the plan says, is killed there, and is started again. */
const supervised = () => {
  const plan = join(tmpdir(), `plexus-payments-plan-${crypto.randomUUID()}`);
  const cut: Promise<unknown>[] = [];
  const printed: string[] = [];
  let child: ChildProcess | null = null;
  let env: Record<string, string> = {};
  const url = () => `http://127.0.0.1:${env.PORT}`;
  const isUp = () =>
    fetch(`${url()}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  const hear = (chunk: Buffer): void => {
    printed.push(chunk.toString());
    appendFileSync(logFile('payments'), chunk);
  };
  const up = async () => {
    const more = { PATH: process.env.PATH, ...IMPATIENT, LOG_LEVEL: 'trace', FAILPOINT_FILE: plan };
    child = spawn(process.execPath, ['dist/subgraphs/payments/main.js'], {
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
    await until('the process to be up', isUp, UP_MS).catch((error: unknown) => {
      child?.kill('SIGKILL');
      throw error;
    });
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const over = once(child, 'exit');
    child.kill(signal);
    await over;
  };
  return {
    launch: async (given: Record<string, string>) => {
      env = given;
      await up();
      return { url: url(), stop: () => end('SIGTERM') };
    },
    /** All that it has written to its log, at the finest level. */
    log: () => printed.join(''),
    lives: () => child?.exitCode === null && child.signalCode === null,
    /** Calls, and waits until the process is at the place, where it stays; whoever calls will see the connection cut. */
    stallsAt: async (place: string, call: () => Promise<unknown>) => {
      writeFileSync(plan, `${place}:delay=600000`);
      cut.push(expect(call()).rejects.toThrow());
      await until(`the process to be at ${place}`, async () => !existsSync(plan), SETTLED_MS);
    },
    /** Killed as it stands; another takes its place. */
    dies: async () => {
      await end('SIGKILL');
      await Promise.all(cut.splice(0));
      await up();
    },
  };
};

const inBooks = async (paymentId: string, account: string) => {
  const sum = 'select sum(debit - credit) as sum from ledger_entries where payment_id = $1 and account = $2';
  return Number((await world.rows<{ sum: string }>(sum, [paymentId, account]))[0]?.sum);
};

type When = 'beforeProvider' | 'afterProvider';
type Check = () => Promise<void>;

/** Each brings the process to the middle of something, and tells how to see that nothing was lost and nothing done twice. */
const STORIES: Readonly<Record<string, readonly [string, (when: When) => Promise<Check>]>> = {
  capture: [
    'I01: killed %s of a capture: the money is taken once',
    async (when) => {
      const opened = await world.open();
      await world.confirm(opened);
      await host.stallsAt(`payments.capture.${when}`, () =>
        world.forOrder('paymentCaptureFor', opened.orderId),
      );
      return async () => {
        await world.becomes(opened.paymentId, 'CAPTURED', SETTLED_MS);
        expect((await world.forOrder('paymentCaptureFor', opened.orderId)).captured).toEqual({
          amount: 5000,
        });
        expect(await inBooks(opened.paymentId, 'cash')).toBe(4900);
      };
    },
  ],
  confirm: [
    'I01: killed %s of a confirmation: the same key finds the same attempt',
    async (when) => {
      const opened = await world.open();
      const idempotencyKey = crypto.randomUUID();
      const pay = () => world.confirm(opened, 'pm_card_visa', { idempotencyKey });
      await host.stallsAt(`payments.confirm.${when}`, pay);
      return async () => {
        await world.becomes(opened.paymentId, 'AUTHORIZED', SETTLED_MS);
        expect(await pay()).toMatchObject({
          payment: { status: 'AUTHORIZED', attempts: [{ outcome: 'AUTHORIZED' }] },
          userErrors: [],
        });
      };
    },
  ],
  refund: [
    'I03: killed %s of a refund: it goes back once',
    async (when) => {
      const { orderId, paymentId } = await world.paid();
      const key = crypto.randomUUID();
      await host.stallsAt(`payments.refund.${when}`, () => world.refund(orderId, 1200, key));
      return async () => {
        await world.becomes(paymentId, 'PARTIALLY_REFUNDED', SETTLED_MS);
        expect((await world.refund(orderId, 1200, key)).status).toBe('SUCCEEDED');
        expect(await inBooks(paymentId, 'cash')).toBe(4900 - 1200);
      };
    },
  ],
  open: [
    'I01: killed %s of opening: the order has one payment',
    async (when) => {
      const orderId = newId('ord');
      await host.stallsAt(`payments.open.${when}`, () => world.open({ orderId }));
      return async () => {
        const opened = await until(
          'the payment to be opened',
          async () => {
            const again = await world.open({ orderId });
            return again.clientSecret ? again : null;
          },
          SETTLED_MS,
        );
        expect((await world.confirm(opened)).payment?.status).toBe('AUTHORIZED');
        expect(await world.rows('select id from payments where order_id = $1', [orderId])).toHaveLength(1);
      };
    },
  ],
  void: [
    'I01: killed %s of voiding: what was held is given back',
    async (when) => {
      const opened = await world.open();
      await world.confirm(opened);
      await host.stallsAt(`payments.void.${when}`, () => world.forOrder('paymentVoidFor', opened.orderId));
      return async () => {
        await world.becomes(opened.paymentId, 'VOIDED', SETTLED_MS);
        expect(await inBooks(opened.paymentId, 'customer-receivable')).toBe(0);
      };
    },
  ],
};

const WHEN: readonly When[] = ['beforeProvider', 'afterProvider'];
const host = supervised();
const checks = new Map<string, Check>();
let world: World;

/** What stands at the same side of its call dies by the same kill. */
beforeAll(async () => {
  world = await aPaymentsService({ launch: host.launch });
  for (const when of WHEN) {
    for (const [name, [, story]] of Object.entries(STORIES))
      checks.set(`${name} ${when}`, await story(when).catch((error: unknown) => () => Promise.reject(error)));
    await host.dies();
  }
}, 300_000);
afterAll(() => world.stop());

for (const [name, [title]] of Object.entries(STORIES)) {
  test.each(WHEN)(title, async (when) => {
    const check = checks.get(`${name} ${when}`);
    expect(check).toBeDefined();
    await check?.();
  });
}

test('I03: killed while it notifies orders: orders is notified within seconds of the restart', async () => {
  const opened = await world.open();
  world.desk.isSilent = true;
  await world.confirm(opened);
  await until('orders to be asked', async () => world.desk.unanswered > 0);
  await host.dies();
  world.desk.isSilent = false;
  await until('orders to hear', async () => world.told(opened.orderId).includes('AUTHORIZED'), SETTLED_MS);
});

test('I02: the database drops every connection for a while: the process survives, and its jobs continue', async () => {
  const opened = await world.open();
  const others =
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  for (let i = 0; i < 15; i++) {
    await world.rows(others);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const paid = await until(
    'payments to be made again',
    () => world.confirm(opened).catch(() => null),
    SETTLED_MS,
  );
  expect(paid.payment?.status).toBe('AUTHORIZED');
  await until('orders to hear', async () => world.told(opened.orderId).includes('AUTHORIZED'), SETTLED_MS);
  expect(host.lives()).toBe(true);
});

test('F20: after all tests, no secret or card number is in the database, the log or a response', async () => {
  const card = '4242424242424242';
  const opened = await world.open({ ownerId: newId('user') });
  const answers = [await world.confirm(opened, 'pm_card_chargeDeclined', { savePaymentMethod: true })].map(
    (answer) => JSON.stringify(answer),
  );
  for (const wrong of [card, `pm_${card}`])
    answers.push(await world.confirm(opened, wrong).then(JSON.stringify, String));
  expect(answers.filter((answer) => answer.includes(card))).toEqual([]);
  for (const answer of answers.slice(1)) expect(answer).toContain('BAD_USER_INPUT');
  const { data } = (await world.stripe('GET', '/payment_intents?limit=100')) as unknown as {
    data: { client_secret: string }[];
  };
  const secrets = [
    ...data.map(({ client_secret }) => client_secret),
    '_secret_',
    SECRET,
    'sk_test_development',
    card,
  ];
  expect(secrets.length).toBeGreaterThan(10);
  await until(
    'what is going on to be written down',
    async () => world.told(opened.orderId).includes('DECLINED'),
    SETTLED_MS,
  );
  expect(await world.tablesWith(['pi_'])).toContain('public.payments');
  expect(await world.tablesWith(secrets)).toEqual([]);
  expect(host.log()).toContain('"level":"info"');
  expect(secrets.filter((secret) => host.log().includes(secret))).toEqual([]);
});
