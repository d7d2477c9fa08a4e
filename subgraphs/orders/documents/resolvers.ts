import type { OrderResolvers } from '../../../generated/orders/types.ts';
import { invoiceUrl } from './commands.ts';
import type { DocumentPorts } from './ports.ts';

export const documentResolvers = (ports: DocumentPorts) =>
  ({
    Order: {
      invoiceUrl: async ({ id, placedAt }, _, { loaders }) =>
        placedAt ? invoiceUrl(ports)(await loaders.invoice.load(id)) : null,
    },
  }) satisfies { Order: OrderResolvers };
