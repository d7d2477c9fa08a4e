import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { checkout, checkoutInput, confirm, newCart, newVariant, orderBy } from '../support/buying.ts';
import { openBrowser, openPage } from '../support/chromium.ts';
import { signedInAs, until } from '../support/client.ts';

const { url, port } = inject('shop');
const sandbox = `http://127.0.0.1:${port + 10}`;

let browser: Browser;
let variant: string;
beforeAll(async () => {
  browser = await openBrowser();
  variant = await newVariant(url, await signedInAs(url, 'staff@example.com'), 10);
});
afterAll(() => browser?.close());

/** An order whose card asks the bank, which asks the buyer. */
const asked = async () => {
  const bought = await checkout(url, await checkoutInput(url, await newCart(url, variant)));
  const { payment, userErrors } = await confirm(url, bought.payment, 'pm_card_authenticationRequired');
  expect([payment?.status, userErrors]).toEqual(['REQUIRES_ACTION', []]);
  return bought;
};

test('a buyer confirms the payment on the 3-D Secure page, and the order is placed', async () => {
  const { order, orderToken } = await asked();
  const { page, complaints } = await openPage(browser);
  await page.goto(sandbox);
  expect(await page.locator('h1').textContent()).toBe('Stripe sandbox');
  await page
    .locator('tr', { hasText: order?.number ?? 'no order' })
    .getByRole('link', { name: 'bank' })
    .click();
  expect(await page.locator('dl').innerText()).toContain(`€${((order?.total.amount ?? 0) / 100).toFixed(2)}`);
  await page.getByRole('button', { name: 'Confirm payment' }).click();
  await page.waitForURL(`${url}/**`);
  const placed = await until('the order to be placed', async () => {
    const now = await orderBy(url, orderToken);
    return now?.status === 'PLACED' && now.paymentStatus === 'PAID' ? now : null;
  });
  expect(placed.id).toBe(order?.id);
  await page.goto(sandbox);
  expect(await page.locator('tr', { hasText: placed.number }).first().innerText()).toMatch(/succeeded/);
  expect(complaints.filter((text) => !text.includes('apollographql.com'))).toEqual([]);
});

test('a buyer who refuses on the 3-D Secure page is not charged', async () => {
  const { order, orderToken } = await asked();
  const { page } = await openPage(browser);
  await page.goto(sandbox);
  await page
    .locator('tr', { hasText: order?.number ?? 'no order' })
    .getByRole('link', { name: 'bank' })
    .click();
  await page.getByRole('button', { name: 'Refuse' }).click();
  const refused = await until('the refusal to arrive', async () => {
    const now = await orderBy(url, orderToken);
    return now?.timeline.some(({ kind }) => kind === 'PAYMENT_DECLINED') ? now : null;
  });
  expect(refused.status).toBe('PENDING');
});
