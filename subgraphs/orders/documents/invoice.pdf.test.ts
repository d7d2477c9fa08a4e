import type { Font } from 'fontkit';
import { describe, expect, test } from 'vitest';
import { aPlacedOrder } from '../../../tests/support/anOrder.ts';
import { fontsFor } from './fonts.pdf.ts';
import { invoicePdf } from './invoice.pdf.ts';
import { linesOf } from './text.pdf.ts';

const TEXTS: Readonly<Record<string, string>> = {
  Japanese: '山田 太郎 ガラス',
  Korean: '한국 커피',
  'simplified Chinese': '简体汉字 北京市',
  'traditional Chinese': '臺灣繁體 灣仔',
  Thai: 'กาแฟ แก้วน้ำ',
  Lao: 'ກາເຟ',
  Khmer: 'កាហ្វេ',
  Burmese: 'ကော်ဖီ',
  Arabic: 'محمد علي',
  Persian: 'گچ پژمان',
  Hebrew: 'שלום עולם',
  Hindi: 'हिन्दी किताब',
  Bengali: 'বাংলা কিতাব',
  Gujarati: 'ગુજરાતી',
  Punjabi: 'ਪੰਜਾਬੀ',
  Tamil: 'தமிழ் கொடு',
  Telugu: 'తెలుగు',
  Kannada: 'ಕನ್ನಡ',
  Malayalam: 'മലയാളം',
  Odia: 'ଓଡ଼ିଆ',
  Sinhala: 'සිංහල',
  Armenian: 'Հայերեն',
  Georgian: 'ქართული',
  Amharic: 'አማርኛ',
  Dhivehi: 'ދިވެހި',
  Greek: 'Ελληνικά',
  Russian: 'Кружка',
  Vietnamese: 'Nguyễn Thị Đặng',
  symbols: '★ ☎ → ≈ ♥',
  emoji: '😀 👍🏽 👨‍👩‍👧',
};

const shown = async (text: string, width = Number.POSITIVE_INFINITY) =>
  linesOf(text, await fontsFor(text, 'DE'), 'regular', width, (run) => run.text.length);

describe('R25: an invoice has glyphs for', () => {
  test.each(Object.entries(TEXTS))('%s', async (_, text) => {
    for (const run of (await shown(text)).flat()) {
      const { glyphs } = (run.font.source as unknown as Font).layout(run.text);
      expect(run.text).not.toContain('\ufffd');
      expect(glyphs.filter(({ id }) => id === 0)).toEqual([]);
    }
  });
});

test('R25: a character that no font has is shown as the replacement character', async () => {
  expect((await shown('a\u{e000}\ud800b')).flat().map(({ text }) => text)).toEqual(['a\ufffd\ufffdb']);
});

const visual = async (text: string) =>
  (await shown(text)).flat().map(({ text: run, direction }) => (direction === 'rtl' ? `<${run}` : run));

test('R25: text from right to left keeps its numbers and Latin words, and its brackets face inwards', async () => {
  expect(await visual('شارع 12')).toEqual(['12', '< ', '<شارع']);
  expect(await visual('abc שלום 12')).toEqual(['abc ', '12', '< ', '<שלום']);
  expect(await visual('שלום (א)')).toEqual(['<(', '<א', '< )', '<שלום']);
});

test('R25: text without spaces and long words are cut to their width, and lose nothing', async () => {
  for (const text of [
    '山'.repeat(50),
    'x'.repeat(50),
    'กาแฟ'.repeat(20),
    `a ${'👨‍👩‍👧'.repeat(9)} b`,
    'one two three four five six',
  ]) {
    const lines = await shown(text, 12);
    const texts = lines.map((line) => line.map((run) => run.text).join(''));
    expect(texts.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    for (const line of texts) expect(line.length).toBeLessThanOrEqual(12);
  }
});

test('R25: every script gets a font file in the invoice, and each text is drawn', async () => {
  const text = Object.values(TEXTS).join('\n');
  const order = aPlacedOrder({ lines: [{ price: 100, title: text }] });
  const issued = { orderId: order.id, series: '2026', number: 1, issuedAt: new Date(), fileKey: null };
  const pdf = await invoicePdf({
    order,
    issued,
    seller: { name: '東京 محمد', address: [text], vatId: null },
    vat: null,
    timeZone: 'UTC',
  });
  expect(pdf.toString('latin1').match(/\/FontFile2/g)?.length).toBeGreaterThan(25);
});
