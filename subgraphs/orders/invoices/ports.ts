import type { OrderId } from '../../../kernel/ids.ts';
import type { Order } from '../order.ts';
import type { Issued, Seller, VatRow } from './invoice.ts';

export type InvoiceStore = {
  /** The order's number, or the next of the series: without gaps, since it is taken in the transaction that keeps it. Null before the order is placed. */
  issue(id: OrderId, series: string, at: Date): Promise<Issued | null>;
  /** Its file is there from now on. */
  made(id: OrderId, fileKey: string): Promise<void>;
  find(ids: readonly OrderId[]): Promise<readonly (Issued | null)[]>;
};

/** What an invoice shows. */
export type InvoiceContent = Readonly<{
  order: Order;
  issued: Issued;
  seller: Seller;
  vat: readonly VatRow[] | null;
  timeZone: string;
}>;

export type InvoicePorts = {
  invoices: InvoiceStore;
  invoiceFiles: {
    /** Writes the invoice as a PDF under its key. */
    write(key: string, content: InvoiceContent): Promise<void>;
  };
  seller: Seller;
  timeZone: string;
};
