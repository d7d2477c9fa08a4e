import { CategoryTree } from '../../../generated/orders/peers.products.ts';
import { CodedError } from '../../../kernel/errors.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { ReportPorts } from './ports.ts';
import type { Named } from './report.ts';

type Branch = Readonly<{ id: string; slug: string; name: string; children?: readonly Branch[] }>;

/** A report is worth more with slugs than not at all: while products does not answer, categories have no names. */
export const httpCategories = (products: Peer): ReportPorts['categories'] => ({
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
