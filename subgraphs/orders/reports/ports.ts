import type { SalesReportBy } from '../../../generated/orders/types.ts';
import type { Named, Sales } from './report.ts';

export type Span = Readonly<{ from: Date; to: Date; currency: string }>;

export type SalesStore = {
  /** Exact for any time: whole days of the shop from the roll-ups, what is cut off of a day from the orders themselves. */
  by(by: SalesReportBy, span: Span): Promise<readonly Sales[]>;
  total(span: Span): Promise<Sales>;
  /** Titles of products as they were last sold. */
  titles(productIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Makes the days of the roll-ups those of a time zone; counts anew where they were others. */
  keepZone(timeZone: string): Promise<void>;
  /** Adds rows of the same day and thing up. */
  fold(): Promise<void>;
};

export type ReportPorts = {
  sales: SalesStore;
  categories: {
    /** What categories are called now, by their slugs; those that are gone are missing. */
    named(): Promise<ReadonlyMap<string, Named>>;
  };
  currency: string;
};
