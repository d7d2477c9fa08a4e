import type { FileStore } from '../../../kernel/files.ts';
import type { DocumentPorts } from './ports.ts';

/** Invoices as PDFs in the subgraph's file store. The PDF code is loaded with the first invoice, so that a start does not pay for it. */
export const pdfInvoiceFiles = (files: FileStore): DocumentPorts['invoiceFiles'] => ({
  write: async (key, content) => {
    const { invoicePdf } = await import('./invoice.pdf.ts');
    return files.put(key, await invoicePdf(content), 'application/pdf');
  },
});
