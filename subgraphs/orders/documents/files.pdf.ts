import type { FileStore } from '../../../kernel/files.ts';
import type { DocumentPorts } from './ports.ts';

/** Invoices as PDF in the subgraph's files. What draws them comes with the first one: a start does without it. */
export const pdfInvoiceFiles = (files: FileStore): DocumentPorts['invoiceFiles'] => ({
  write: async (key, content) => {
    const { invoicePdf } = await import('./invoice.pdf.ts');
    return files.put(key, await invoicePdf(content), 'application/pdf');
  },
});
