import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPaymentsService, type World } from '../stores/payments.world.ts';
import { until } from '../support/client.ts';

/** A busy machine takes its time to read the sources. */
const UP_MS = 90_000;

/** The service as a process of its own, that dies at a failpoint and is started again. */
const supervised = () => {
  let child: ChildProcess | null = null;
  let env: Record<string, string> = {};
  const url = () => `http://127.0.0.1:${env.PORT}`;
  const up = async (failpoint: string) => {
    const args = ['--import', 'tsx', 'subgraphs/payments/main.ts'];
    child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, ...env, LOG_LEVEL: 'silent', FAILPOINT: failpoint },
      stdio: 'inherit',
    });
    await until(
      'the process to be up',
      () =>
        fetch(`${url()}/livez`).then(
          ({ ok }) => ok,
          () => false,
        ),
      UP_MS,
    ).catch((error: unknown) => {
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
      await up('');
      return { url: url(), stop: () => end('SIGTERM') };
    },
    /** Another process takes its place, with this failpoint armed. */
    restart: async (failpoint = '') => {
      await end('SIGKILL');
      await up(failpoint);
    },
    lives: () => child?.exitCode === null && child.signalCode === null,
    hasDied: () => until('the process to die', async () => child?.signalCode === 'SIGKILL'),
  };
};

const host = supervised();
let world: World;
beforeAll(async () => {
  world = await aPaymentsService({ launch: host.launch });
});
afterAll(() => world.stop());

/** The caller sees its connection cut. */
const dies = async (call: Promise<unknown>) => {
  await Promise.all([expect(call).rejects.toThrow(), host.hasDied()]);
  await host.restart();
};
const inBooks = async (paymentId: string, account: string) =>
  Number(
    (
      await world.rows<{ sum: string }>('select sum(debit - credit) as sum from ledger_entries where payment_id = $1 and account = $2', [
        paymentId,
        account,
      ])
    )[0]?.sum,
  );

test.each(['beforeProvider', 'afterProvider'])('I01: killed %s of a capture: the money is taken once', async (when) => {
  const opened = await world.open();
  await world.confirm(opened);
  await host.restart(`payments.capture.${when}:kill`);
  await dies(world.forOrder('paymentCaptureFor', opened.orderId));
  await world.becomes(opened.paymentId, 'CAPTURED', 40_000);
  expect((await world.forOrder('paymentCaptureFor', opened.orderId)).captured).toEqual({ amount: 5000 });
  expect(await inBooks(opened.paymentId, 'cash')).toBe(4900);
});

test.each(['beforeProvider', 'afterProvider'])('I01: killed %s of a confirmation: the same key finds the same attempt', async (when) => {
  const opened = await world.open();
  const idempotencyKey = crypto.randomUUID();
  await host.restart(`payments.confirm.${when}:kill`);
  await dies(world.confirm(opened, 'pm_card_visa', { idempotencyKey }));
  await world.becomes(opened.paymentId, 'AUTHORIZED', 40_000);
  const again = await world.confirm(opened, 'pm_card_visa', { idempotencyKey });
  expect(again).toMatchObject({ payment: { status: 'AUTHORIZED', attempts: [{ outcome: 'AUTHORIZED' }] }, userErrors: [] });
});

test.each(['beforeProvider', 'afterProvider'])('I03: killed %s of a refund: it goes back once', async (when) => {
  const { orderId, paymentId } = await world.paid();
  const key = crypto.randomUUID();
  await host.restart(`payments.refund.${when}:kill`);
  await dies(world.refund(orderId, 1200, key));
  await world.becomes(paymentId, 'PARTIALLY_REFUNDED', 40_000);
  expect((await world.refund(orderId, 1200, key)).status).toBe('SUCCEEDED');
  expect(await inBooks(paymentId, 'cash')).toBe(4900 - 1200);
});

test.each(['beforeProvider', 'afterProvider'])('I01: killed %s of opening: the order has one payment', async (when) => {
  const { orderId: other } = await world.open();
  const orderId = `${other.slice(0, -4)}0000` as typeof other;
  await host.restart(`payments.open.${when}:kill`);
  await dies(world.open({ orderId }));
  const opened = await until('the payment to be opened', async () => {
    const again = await world.open({ orderId });
    return again.clientSecret ? again : null;
  });
  expect((await world.confirm(opened)).payment?.status).toBe('AUTHORIZED');
  expect(await world.rows('select id from payments where order_id = $1', [orderId])).toHaveLength(1);
});

test.each(['beforeProvider', 'afterProvider'])('I01: killed %s of voiding: what was held is given back', async (when) => {
  const opened = await world.open();
  await world.confirm(opened);
  await host.restart(`payments.void.${when}:kill`);
  await dies(world.forOrder('paymentVoidFor', opened.orderId));
  await world.becomes(opened.paymentId, 'VOIDED', 40_000);
  expect(await inBooks(opened.paymentId, 'customer-receivable')).toBe(0);
});

test('I03: killed while orders is being told: it is told within seconds of the restart', async () => {
  const opened = await world.open();
  world.desk.isSilent = true;
  await world.confirm(opened);
  await until('orders to be asked', async () => world.desk.silently > 0);
  await host.restart();
  world.desk.isSilent = false;
  await until('orders to hear', async () => world.told(opened.orderId).includes('AUTHORIZED'), 30_000);
});

test('I02: the database drops every connection for a while: the process lives, and its jobs go on', async () => {
  await host.restart();
  const opened = await world.open();
  const others = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  for (let i = 0; i < 25; i++) {
    await world.rows(others);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const paid = await until('payments to be made again', () => world.confirm(opened).catch(() => null));
  expect(paid.payment?.status).toBe('AUTHORIZED');
  await until('orders to hear', async () => world.told(opened.orderId).includes('AUTHORIZED'));
  expect(host.lives()).toBe(true);
});
