import type { QuerySalesReportArgs } from '../../../generated/orders/types.ts';
import type { BackOfficePorts } from './ports.ts';
import {
  checkTime,
  isThing,
  type Named,
  type Report,
  rowOf,
  type Sales,
  type Span,
  sortRows,
} from './salesReport.ts';

/** The sales and refunds of a period, by day, week, month, product or category. */
export const salesReport =
  (ports: Pick<BackOfficePorts, 'sales' | 'categories' | 'currency'>) =>
  async ({ from, to, by, currency: wanted }: QuerySalesReportArgs): Promise<Report> => {
    checkTime(from, to);
    const currency = wanted ?? ports.currency;
    const span: Span = { from, to, currency };
    const [sales, total] = await Promise.all([ports.sales.by(by, span), ports.sales.total(span)]);
    const name = isThing(by)
      ? await namesOf(ports, by, sales)
      : ({ ref }: Sales): Named => ({ key: ref, id: null });
    const rows = sales.map((each) => rowOf(each, name(each), currency));
    return { currency, rows: sortRows(by, rows), totals: rowOf(total, { key: 'TOTAL', id: null }, currency) };
  };

const namesOf = async (
  { sales, categories }: Pick<BackOfficePorts, 'sales' | 'categories'>,
  by: 'PRODUCT' | 'CATEGORY',
  all: readonly Sales[],
) => {
  if (by === 'CATEGORY') {
    const named = await categories.named();
    return ({ ref }: Sales): Named => named.get(ref) ?? { key: ref, id: null };
  }
  const titles = await sales.titles(all.map(({ ref }) => ref));
  return ({ ref }: Sales): Named => ({ key: titles.get(ref) ?? ref, id: ref });
};
