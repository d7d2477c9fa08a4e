import type { Part } from '../part.ts';
import { readRelated } from './similar.ts';

export const relatedResolvers = () =>
  ({
    Product: {
      related: async (product, args, { loaders }) => {
        const first = readRelated(args.first ?? 8);
        const ids = await loaders.related.load(product);
        const found = await Promise.all(ids.slice(0, first).map((id) => loaders.product.load(id)));
        return found.filter((other) => other !== null);
      },
    },
  }) satisfies Part;
