import { CategoryTree, StockAudit } from '../../../generated/orders/peers.products.ts';
import { CodedError } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Peer } from '../../../kernel/peer.ts';
import { auditPage } from './discrepancy.ts';
import type { BackOfficePorts } from './ports.ts';
import type { Named } from './salesReport.ts';

type Branch = Readonly<{ id: string; slug: string; name: string; children?: readonly Branch[] }>;

/** The names of all categories. Empty while products is down: the report then shows slugs instead of names. */
export const httpCategories = (products: Peer): BackOfficePorts['categories'] => ({
  named: async () => {
    try {
      const { categories } = await products.call(CategoryTree, {});
      return new Map(categories.flatMap(flat));
    } catch (error) {
      if (error instanceof CodedError && error.code === 'SERVICE_UNAVAILABLE') return new Map();
      throw error;
    }
  },
});

const flat = ({ id, slug, name, children = [] }: Branch): [string, Named][] => [
  [slug, { key: name, id }],
  ...children.flatMap(flat),
];

export const httpStockAudit =
  (products: Peer): BackOfficePorts['peerAudits']['stock'] =>
  async (after, first) => {
    const { stockAudit } = await products.call(StockAudit, { after, first });
    return {
      ...auditPage(stockAudit),
      held: stockAudit.held.map(({ orderId, variantId, expiresAt }) => ({
        orderId: readId('ord', orderId),
        subject: variantId,
        expiresAt: new Date(expiresAt),
      })),
    };
  };
