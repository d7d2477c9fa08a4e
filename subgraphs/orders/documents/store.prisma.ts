import type { Invoice, PrismaClient } from '../../../generated/orders/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Tx } from '../order/changes.store.prisma.ts';
import type { Issued } from './invoice.ts';
import type { InvoiceStore } from './ports.ts';

export const prismaInvoices = (db: PrismaClient): InvoiceStore => ({
  issue: (orderId, series, issuedAt) =>
    transactions<Tx>(db)(async (tx) => {
      const [order] = await tx.$queryRaw<{ placed: boolean }[]>`
        select placed_at is not null as placed from orders where id = ${orderId} for update`;
      const known = await tx.invoice.findUnique({ where: { orderId } });
      if (known || !order?.placed) return known && toIssued(known);
      const number = await next(tx, series);
      return toIssued(await tx.invoice.create({ data: { orderId, series, number, issuedAt } }));
    }),
  setFile: async (orderId, fileKey) =>
    void (await db.invoice.update({ where: { orderId }, data: { fileKey } })),
  find: async (ids) => {
    const rows = await db.invoice.findMany({ where: { orderId: { in: [...ids] } } });
    return ids.map((id) => {
      const row = rows.find(({ orderId }) => orderId === id);
      return row ? toIssued(row) : null;
    });
  },
});

/** The next number of the series. The row stays locked until the transaction ends, so a number that is rolled back is used again. */
const next = async (tx: Tx, series: string): Promise<number> => {
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    insert into invoice_series (series, last) values (${series}, 1)
    on conflict (series) do update set last = invoice_series.last + 1 returning last`;
  return row?.last ?? 1;
};

const toIssued = ({ orderId, ...rest }: Invoice): Issued => ({ ...rest, orderId: readId('ord', orderId) });
