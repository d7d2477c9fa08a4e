import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { checkout, checkoutInput, confirm, newCart, newVariant } from '../support/buying.ts';
import { openBrowser, openPage } from '../support/chromium.ts';
import { must, signedInAs, until } from '../support/client.ts';
import { mailedHtml } from '../support/eml.ts';

const { url, dataDir } = inject('shop');
const PHONE = { width: 390, height: 800 };
const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { accepted } }';
const INVOICE = 'query ($token: String!) { orderByToken(token: $token) { invoiceUrl } }';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** A mail opened on a phone: what it shows, and whether all of it fits. */
const opened = async (html: string): Promise<{ page: Page; text: string }> => {
  const { page, complaints, asked } = await openPage(browser, PHONE);
  await page.setContent(html);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
  expect([complaints, asked]).toEqual([[], []]);
  return { page, text: await page.locator('body').innerText() };
};

const bought = async () => {
  const variant = await newVariant(url, await signedInAs(url, 'staff@example.com'), 5, 123_450);
  const input = await checkoutInput(url, await newCart(url, variant, 2));
  const order = await checkout(url, input);
  expect((await confirm(url, order.payment)).userErrors).toEqual([]);
  return { ...order, email: input.email, total: input.expectedTotal.amount };
};

test('the verification email shows a large code and a button', async () => {
  const email = `reader.${Date.now()}@example.com`;
  await must(url, SIGN_UP, { input: { email, password: 'a long enough passphrase 7' } });
  const { page, text } = await opened(await mailedHtml(dataDir, email, /Confirm/));
  expect(text).toMatch(/^\d{6}$/m);
  expect((await page.getByText(/^\d{6}$/).boundingBox())?.height).toBeGreaterThan(50);
  expect(await page.getByRole('link').getAttribute('href')).toMatch(/^http:.*verif/);
});

test('the receipt shows the total, and the invoice is a page that is not blank', async () => {
  const { email, total, orderToken, order } = await bought();
  const shown = `€${(total / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`;
  const { text } = await opened(await mailedHtml(dataDir, email, /order/i));
  expect(text).toContain(shown);
  expect(text).toContain(order?.number);

  const address = await until('the invoice', async () => {
    const { orderByToken } = await must<{ orderByToken: { invoiceUrl: string | null } }>(url, INVOICE, {
      token: orderToken,
    });
    return orderByToken.invoiceUrl;
  });
  const file = join(dataDir, 'invoice.pdf');
  writeFileSync(file, Buffer.from(await (await fetch(address)).arrayBuffer()));
  const { page } = await openPage(browser, { width: 820, height: 1160 });
  await page.goto(`${pathToFileURL(file).href}#toolbar=0&navpanes=0&view=Fit`);
  const seen = await until('the invoice to be drawn', async () => {
    const colours = await shares(await page.screenshot());
    return colours.paper > 0.5 && colours.ink > 0.002 ? colours : null;
  });
  expect(seen.teal, 'the shop’s name').toBeGreaterThan(0.0002);
});

/** How much of a picture is paper, how much is ink, and how much of the shop's own colour. */
const shares = async (png: Buffer) => {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixels = Array.from(
    { length: info.width * info.height },
    (_, i) => [data[3 * i] ?? 0, data[3 * i + 1] ?? 0, data[3 * i + 2] ?? 0] as const,
  );
  const share = (is: (pixel: readonly [number, number, number]) => boolean): number =>
    pixels.filter(is).length / pixels.length;
  return {
    paper: share(([r, g, b]) => r > 250 && g > 250 && b > 250),
    ink: share(([r, g, b]) => r < 50 && g < 50 && b < 50),
    teal: share(([r, g, b]) => g > r + 60 && b > r + 50),
  };
};
