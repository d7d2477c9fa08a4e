import type { OrderId } from '../../../kernel/ids.ts';
import type { Mailer } from '../../../kernel/mailer.ts';
import type { Order } from '../order/order.ts';
import type { OrderPorts } from '../order/ports.ts';
import type { PricingPorts } from '../pricing/ports.ts';
import type { Issued, Seller, VatRow } from './invoice.ts';

export type InvoiceStore = {
  /**
   * The order's invoice number, or the next number of the series. The number is taken in the transaction that stores it, so a
   * series has no gaps. Null before the order is placed.
   */
  issue(id: OrderId, series: string, at: Date): Promise<Issued | null>;
  /** Records the file of the invoice. */
  setFile(id: OrderId, fileKey: string): Promise<void>;
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

export type DocumentPorts = OrderPorts &
  Pick<PricingPorts, 'taxes'> & {
    invoices: InvoiceStore;
    invoiceFiles: {
      /** Writes the invoice as a PDF under its key. */
      write(key: string, content: InvoiceContent): Promise<void>;
    };
    mailer: Mailer;
    seller: Seller;
    timeZone: string;
  };
