import { expect, test } from 'vitest';
import { plainText, safeHtml } from './html.ts';

test('G04: what could run is removed', () => {
  const html = safeHtml(
    '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">a</a></p>',
  );
  expect(html).toBe('<p>Hi<a rel="nofollow noopener noreferrer">a</a></p>');
});

test('what is text stays', () => {
  expect(safeHtml('<h2>Care</h2><ul><li>Wash &amp; dry</li></ul>')).toBe(
    '<h2>Care</h2><ul><li>Wash &amp; dry</li></ul>',
  );
});

test('plain text has lines where HTML has blocks, and no entities', () => {
  expect(plainText('<h2>Care</h2><ul><li>Wash &amp; dry</li><li>3 &lt; 4</li></ul>')).toBe(
    'Care\nWash & dry\n3 < 4',
  );
});
