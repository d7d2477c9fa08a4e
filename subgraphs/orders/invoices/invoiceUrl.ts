import type { Ports } from '../ports.ts';
import type { Issued } from './invoice.ts';
import { invoiceQuery } from './link.ts';

/** A link to the invoice that is good for 15 minutes; null before the order is placed, and while the PDF is being made. */
export const invoiceUrl =
  ({ clock, settings }: Pick<Ports, 'clock' | 'settings'>) =>
  (issued: Issued | null): string | null => {
    if (!issued?.fileKey) return null;
    const { publicUrl, linkSecret } = settings;
    return `${publicUrl}/files/orders/invoices/${issued.fileKey}?${invoiceQuery(linkSecret, issued.fileKey, clock())}`;
  };
