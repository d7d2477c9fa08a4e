import { formatted } from '../../../kernel/money.ts';
import { fontsFor } from './fonts.pdf.ts';
import { head } from './head.pdf.ts';
import { invoiceNumber } from './invoice.ts';
import { items } from './items.pdf.ts';
import { BOTTOM, bytesOf, type Doc, GREY, LEFT, newDocument, RIGHT, rule, write } from './page.pdf.ts';
import type { InvoiceContent } from './ports.ts';
import { totals } from './totals.pdf.ts';

/** An invoice as a PDF, in the fonts that its texts need. */
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

/** Below every page: whose invoice it is, and which page of how many. */
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
