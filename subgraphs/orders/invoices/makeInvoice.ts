import type { OrderId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { invoiceKey, seriesOf, vatRows } from './invoice.ts';

type Needs = Pick<Ports, 'orders' | 'invoices' | 'invoiceFiles' | 'taxes' | 'clock' | 'seller' | 'timeZone'>;

/** Gives the order its number, then makes the PDF. Both happen once: a second run finds the number, and a third the file. */
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
    await invoices.made(id, key);
  };
