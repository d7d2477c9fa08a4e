import { countryName } from '../../../kernel/countries.ts';
import { formatted } from '../../../kernel/money.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import { regionName } from '../../../kernel/regions.ts';
import { fontsFor } from './fonts.pdf.ts';
import { invoiceNumber } from './invoice.ts';
import {
  ACCENT,
  BOTTOM,
  bytesOf,
  type Doc,
  GREY,
  heightOf,
  LEFT,
  newDocument,
  newPage,
  RIGHT,
  rule,
  write,
} from './page.pdf.ts';
import type { InvoiceContent } from './ports.ts';
import { items, totals } from './tables.pdf.ts';

/** An invoice as a PDF, with the fonts that its text needs. */
export const invoicePdf = async (content: InvoiceContent): Promise<Buffer> => {
  const { seller, issued, order } = content;
  const fonts = await fontsFor(
    JSON.stringify([order, seller, formatted(order.total)]),
    order.billingAddress.country,
  );
  const doc = newDocument(invoiceNumber(issued), seller.name, issued.issuedAt, fonts);
  totals(doc, content, items(doc, content, head(doc, content)));
  feet(doc, content);
  return bytesOf(doc);
};

/** The footer of each page: the seller, the invoice number and the page number. */
const feet = (doc: Doc, { seller, issued }: InvoiceContent): void => {
  const { start, count } = doc.pdf.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.pdf.switchToPage(start + page);
    rule(doc, BOTTOM + 16);
    write(doc, [seller.name, invoiceNumber(issued)].join(' · '), LEFT, BOTTOM + 22, {
      size: 7.5,
      color: GREY,
      width: 300,
    });
    write(doc, `Page ${page + 1} of ${count}`, RIGHT - 100, BOTTOM + 22, {
      size: 7.5,
      color: GREY,
      width: 100,
      align: 'right',
    });
  }
};

const COLUMN = 170;
const FACTS = RIGHT - COLUMN;
const LABEL = 78;

/** The head: seller, title, invoice facts and addresses. Returns the y at which the items begin. */
export const head = (doc: Doc, content: InvoiceContent): number => {
  const top = newPage(doc);
  write(doc, content.seller.name, LEFT, top - 4, { size: 18, bold: true, color: ACCENT, width: 300 });
  write(doc, 'Invoice', FACTS, top - 4, { size: 18, bold: true, width: COLUMN });
  const from = top + 24;
  const sellerHeight = write(
    doc,
    [...content.seller.address, ...(content.seller.vatId ? [`VAT ID ${content.seller.vatId}`] : [])].join(
      '\n',
    ),
    LEFT,
    from,
    {
      size: 8,
      color: GREY,
      width: 300,
    },
  );
  const afterFacts = facts(doc, content, from);
  const y = Math.max(from + 52, from + sellerHeight + 14, afterFacts + 14);
  const { billingAddress, shippingAddress, email } = content.order;
  return (
    Math.max(
      address(doc, 'Bill to', [...linesOf(billingAddress), email], LEFT, y),
      address(doc, 'Ship to', linesOf(shippingAddress), LEFT + 180, y),
    ) + 22
  );
};

const facts = (doc: Doc, { order, issued, timeZone }: InvoiceContent, from: number): number => {
  const day = (at: Date): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(at);
  const rows = [
    ['Invoice number', invoiceNumber(issued)],
    ['Invoice date', day(issued.issuedAt)],
    ['Order number', order.number],
    ['Order date', day(order.placedAt ?? order.createdAt)],
    ['Supply date', day(order.placedAt ?? order.createdAt)],
  ] as const;
  return rows.reduce((y, [label, value]) => {
    write(doc, label, FACTS, y, { size: 8, color: GREY, width: LABEL });
    return y + write(doc, value, FACTS + LABEL, y, { size: 8, width: COLUMN - LABEL }) + 2;
  }, from);
};

const address = (doc: Doc, title: string, lines: readonly string[], x: number, y: number): number => {
  write(doc, title.toUpperCase(), x, y, { size: 7, bold: true, color: GREY, width: 165 });
  const text = lines.join('\n');
  write(doc, text, x, y + 13, { width: 165 });
  return y + 13 + heightOf(doc, text, 165);
};

const linesOf = ({
  name,
  company,
  line1,
  line2,
  postalCode,
  city,
  region,
  country,
}: PostalAddress): string[] =>
  [
    company,
    name,
    line1,
    line2,
    [postalCode, city].filter(Boolean).join(' '),
    region && regionName(country, region),
    countryName(country),
  ].filter((line): line is string => Boolean(line));
