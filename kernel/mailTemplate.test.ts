import { expect, test } from 'vitest';
import { mailTemplate } from './mailTemplate.ts';

const letter = {
  key: 'k',
  to: 'ada@example.com',
  subject: 'Your code',
  paragraphs: ['Hello <script>alert(1)</script> & "friends",'],
  code: '482913',
  action: { label: 'Open', url: 'https://shop.example/?token=a&b=c' },
  rows: [{ label: '2 × Mug', value: '€19.98' }],
  closing: ['Ignore this if it was not you.'],
};

test('G04: text from outside is escaped in HTML and left alone in text', () => {
  const mail = mailTemplate(letter);
  expect(mail.html).toContain('Hello &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;friends&quot;,');
  expect(mail.html).not.toContain('<script>');
  expect(mail.text).toContain('Hello <script>alert(1)</script> & "friends",');
});

test('text and HTML say the same, and the code is the first number of six digits', () => {
  const mail = mailTemplate(letter);
  for (const body of [mail.text, mail.html]) {
    expect(/(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m.exec(body)?.[1]).toBe('482913');
    for (const part of ['2 × Mug', '€19.98', 'Ignore this']) expect(body).toContain(part);
  }
  expect(mail.text).toContain('Open:\nhttps://shop.example/?token=a&b=c');
  expect(mail.html).toContain('href="https://shop.example/?token=a&amp;b=c"');
});

test('a letter without code, rows and button has none of their furniture', () => {
  const { text } = mailTemplate({ key: 'k', to: 'a@b.example', subject: 'S', paragraphs: ['One.', 'Two.'] });
  expect(text).toBe('One.\n\nTwo.\n\n-- \nPlexus\n');
});
