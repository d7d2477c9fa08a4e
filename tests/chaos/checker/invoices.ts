import { byId, type Check, duplicates, groupBy, unless, violation } from './violation.ts';

/** One invoice for each order that was placed, numbered without gaps, and none for any other. */
export const invoices: Check = ({ invoices: all, series, orders }) => {
  const orderOf = byId(orders);
  const invoiced = new Set(all.map(({ orderId }) => orderId));
  const bySeries = groupBy(all, (invoice) => invoice.series);
  const last = new Map(series.map((row) => [row.series, row.last]));
  return [
    ...[...new Set([...bySeries.keys(), ...last.keys()])].flatMap((name) => {
      const numbers = (bySeries.get(name) ?? []).map(({ number }) => number).sort((a, b) => a - b);
      const isWhole = numbers.every((number, at) => number === at + 1) && last.get(name) === numbers.length;
      return unless(isWhole, 'INVOICE_GAP', name, `${numbers.join(', ')}; the last was ${last.get(name)}`);
    }),
    ...duplicates(all.map(({ orderId }) => orderId)).map((id) =>
      violation('INVOICE_TWICE', id, 'the order has two invoices'),
    ),
    ...all.flatMap(({ orderId, series: name, number }) =>
      unless(
        (orderOf.get(orderId)?.placedAt ?? null) !== null,
        'INVOICE_UNKNOWN',
        orderId,
        `${name} ${number} is of an order that was never placed`,
      ),
    ),
    ...orders.flatMap(({ id, placedAt }) =>
      unless(placedAt === null || invoiced.has(id), 'INVOICE_MISSING', id, 'the order was placed'),
    ),
  ];
};
