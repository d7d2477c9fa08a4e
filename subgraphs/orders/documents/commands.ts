import type { OrderId } from '../../../kernel/ids.ts';
import { isSigned, type LinkTarget, signedQuery } from '../../../kernel/signedLink.ts';
import { type Issued, invoiceKey, seriesOf, vatRows } from './invoice.ts';
import type { DocumentPorts } from './ports.ts';

type Needs = Pick<
  DocumentPorts,
  'orders' | 'invoices' | 'invoiceFiles' | 'taxes' | 'clock' | 'seller' | 'timeZone'
>;

/** Issues the invoice number of an order, then writes the PDF. Safe to repeat: an existing number and file are kept. */
export const makeInvoice =
  ({ orders, invoices, invoiceFiles, taxes, clock, seller, timeZone }: Needs) =>
  async (id: OrderId): Promise<void> => {
    const now = clock();
    const issued = await invoices.issue(id, seriesOf(now, timeZone), now);
    const [order] = await orders.find([id]);
    if (!issued || issued.fileKey !== null || !order) return;
    const vat = vatRows(order, await taxes.of(order.shippingAddress.country));
    const key = invoiceKey(issued);
    await invoiceFiles.write(key, { order, issued, seller, vat, timeZone });
    await invoices.setFile(id, key);
  };

const LINK_LIFETIME_MS = 15 * 60_000;

const linkTarget = (key: string): LinkTarget => ({ kind: 'invoice', key });

/** A link to the invoice, valid for 15 minutes. Null before the order is placed, and while the PDF is being made. */
export const invoiceUrl =
  ({ clock, settings }: Pick<DocumentPorts, 'clock' | 'settings'>) =>
  (issued: Issued | null): string | null => {
    if (!issued?.fileKey) return null;
    const { publicUrl, linkSecret } = settings;
    const query = invoiceQuery(linkSecret, issued.fileKey, clock());
    return `${publicUrl}/files/orders/invoices/${issued.fileKey}?${query}`;
  };

/** The query of a link to an invoice, valid for 15 minutes. */
export const invoiceQuery = (secret: string, key: string, now: Date): string =>
  signedQuery(secret, linkTarget(key), LINK_LIFETIME_MS, now);

/** Whether the query was signed for this invoice and is still valid. */
export const opensInvoice = (secret: string, key: string, query: URLSearchParams, now: Date): boolean =>
  isSigned(secret, linkTarget(key), query, now);
