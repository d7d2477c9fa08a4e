import { isSigned, type LinkTarget, signedQuery } from '../../../kernel/signedLink.ts';

const GOOD_FOR_MS = 15 * 60_000;

const invoice = (key: string): LinkTarget => ({ kind: 'invoice', key });

/** The query of a link to an invoice, good for 15 minutes. */
export const invoiceQuery = (secret: string, key: string, now: Date): string =>
  signedQuery(secret, invoice(key), GOOD_FOR_MS, now);

/** Whether the query was signed for this invoice and is still good. */
export const opensInvoice = (secret: string, key: string, query: URLSearchParams, now: Date): boolean =>
  isSigned(secret, invoice(key), query, now);
