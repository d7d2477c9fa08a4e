import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPlacedOrder, VAT } from '../../../tests/support/anOrder.ts';
import { invoiceQuery, opensInvoice } from './commands.ts';
import { invoicePdf } from './invoice.pdf.ts';
import { invoiceKey, invoiceNumber, seriesOf, vatRows } from './invoice.ts';

const rates = [VAT(19_000), VAT(7_000, 'books')];

test('E05: the rows of the tax add up to the order, whatever was bought', () => {
  const line = fc.record({
    price: fc.integer({ min: 0, max: 99_999 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    categories: fc.constantFrom([], ['books']),
  });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.nat(3_000),
      fc.boolean(),
      (lines, shipping, included) => {
        const known = rates.map((rate) => ({ ...rate, included }));
        const order = aPlacedOrder({ lines, shipping, rates: known });
        const rows = vatRows(order, known) ?? [];
        const sum = (name: 'net' | 'tax' | 'gross') => rows.reduce((all, row) => all + row[name].amount, 0);
        expect([sum('tax'), sum('gross'), sum('net')]).toEqual([
          order.tax.amount,
          order.total.amount,
          order.total.amount - order.tax.amount,
        ]);
      },
    ),
  );
});

test('rates that have changed since the order are not shown', () => {
  expect(vatRows(aPlacedOrder({ rates }), [VAT(21_000)])).toBeNull();
});

test('a number contains the year in the shop’s time zone', () => {
  const at = new Date('2026-12-31T23:30:00Z');
  expect([seriesOf(at, 'UTC'), seriesOf(at, 'Europe/Berlin')]).toEqual(['2026', '2027']);
  const issued = { series: '2026', number: 42, orderId: 'ord_01kab' } as const;
  expect([invoiceNumber(issued), invoiceKey(issued)]).toEqual([
    'INV-2026-000042',
    'inv-2026-000042-ord_01kab.pdf',
  ]);
});

test('a link is valid for 15 minutes, for its own file, and only as it was signed', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const query = new URLSearchParams(invoiceQuery('secret', 'a.pdf', now));
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  expect(opensInvoice('secret', 'a.pdf', query, later(14))).toBe(true);
  expect(opensInvoice('secret', 'a.pdf', query, later(16))).toBe(false);
  expect(opensInvoice('secret', 'b.pdf', query, now)).toBe(false);
  expect(opensInvoice('other', 'a.pdf', query, now)).toBe(false);
  for (const [name, value] of [
    ['expires', '9999999999'],
    ['signature', ''],
    ['expires', 'never'],
  ] as const) {
    const forged = new URLSearchParams(query);
    forged.set(name, value);
    expect(opensInvoice('secret', 'a.pdf', forged, now)).toBe(false);
  }
});

test('the PDF has as many pages as needed, with embedded fonts', async () => {
  const content = (count: number) => {
    const order = aPlacedOrder({
      rates,
      lines: Array.from({ length: count }, () => ({
        price: 1999,
        quantity: 2,
        title: 'Tasse “Café” – größer, für 5 €',
      })),
    });
    const issued = { orderId: order.id, series: '2026', number: 1, issuedAt: new Date(), fileKey: null };
    return {
      order,
      issued,
      seller: { name: 'Plexus', address: ['1 Main Street'], vatId: null },
      vat: vatRows(order, rates),
      timeZone: 'UTC',
    };
  };
  const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length;
  const [short, long] = await Promise.all([invoicePdf(content(1)), invoicePdf(content(60))]);
  expect([pagesOf(short), pagesOf(long)]).toEqual([1, 3]);
  expect(short.toString('latin1')).toMatch(/NotoSans[\s\S]*FontFile2/);
});
