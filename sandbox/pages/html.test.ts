import { expect, test } from 'vitest';
import { html, money } from './html.ts';

test('text is escaped, markup is not escaped twice', () => {
  const name = `<script>alert("1 & 2's")</script>`;
  expect(html`<b>${name}</b>${html`<i>${name.slice(0, 1)}</i>`}`.markup).toBe(
    '<b>&lt;script&gt;alert(&quot;1 &amp; 2&#39;s&quot;)&lt;/script&gt;</b><i>&lt;</i>',
  );
});

test("money has its currency's decimals", () => {
  expect([money(123_456, 'eur'), money(500, 'jpy')]).toEqual(['€1,234.56', '¥500']);
  expect([money(-5120, 'kwd'), money(12_300, 'isk'), money(50, 'mga')]).toEqual([
    '-KWD\u00a05.120',
    'ISK\u00a0123.00',
    'MGA\u00a050',
  ]);
});
