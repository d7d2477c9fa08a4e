import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser, openPage } from '../support/chromium.ts';

const { url } = inject('shop');
const CDN = 'embeddable-sandbox.cdn.apollographql.com';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test('without the internet the landing page shows the endpoint and links to GraphiQL', async () => {
  const { page, complaints, asked } = await openPage(browser);
  await page.goto(url);
  expect(await page.locator('h1').textContent()).toBe('Plexus');
  expect(await page.locator('main').innerText()).toContain(`${url}/graphql`);
  expect(new Set(asked.filter((address) => address.origin !== url).map(({ hostname }) => hostname))).toEqual(
    new Set([CDN]),
  );
  expect(complaints.filter((text) => !text.includes(CDN))).toEqual([]);
  await page.getByRole('link', { name: 'GraphiQL' }).click();
  await page.locator('.graphiql-container').waitFor();
  expect(page.url()).toBe(`${url}/graphiql`);
});

test('with the internet the landing page becomes Sandbox over this graph', async () => {
  const { page, complaints } = await openPage(browser);
  const bundle =
    'window.EmbeddedSandbox = function (options) { document.querySelector(options.target).textContent = options.initialEndpoint }';
  await page.route(`https://${CDN}/**`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: bundle }),
  );
  await page.goto(url);
  await page.locator('#sandbox').waitFor({ state: 'visible' });
  expect(await page.locator('#sandbox').textContent()).toBe(`${url}/graphql`);
  expect(await page.locator('main').isVisible()).toBe(false);
  expect(complaints).toEqual([]);
});

test('GraphiQL runs the default query and a typed one', async () => {
  const { page, complaints, asked } = await openPage(browser);
  await page.goto(`${url}/graphiql`);
  const result = page.locator('.graphiql-response');
  await page.getByRole('button', { name: /execute/i }).click();
  await result.getByText('totalCount').waitFor();
  expect(await result.innerText()).toMatch(/"formatted": "€[\d,.]+"/);

  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('Control+A');
  // Named as the one before, since GraphiQL takes a moment to notice another name.
  await page.keyboard.insertText('query Products { me { id } categories { slug } }');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /execute/i }).click();
  await result.getByText('"me"').waitFor();
  expect(await result.innerText()).toMatch(/"slug": "[a-z-]+"/);

  expect(
    asked.filter((address) => address.protocol !== 'data:' && address.origin !== url).map(String),
  ).toEqual([]);
  expect(complaints).toEqual([]);
});
