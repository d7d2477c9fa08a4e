import type { CartResolvers, QuoteResolvers } from '../../../generated/orders/types.ts';
import { userErrors } from '../../../kernel/outcome.ts';
import { cartQuote, cartShippingMethods } from './cartQuote.ts';

export const quoteResolvers = {
  Cart: {
    quote: ({ id }, args, { loaders }) => cartQuote((asked) => loaders.gathered.load(asked), id, args),
    shippingMethods: ({ id }, args, { loaders }) =>
      cartShippingMethods((asked) => loaders.gathered.load(asked), id, args),
  },
  Quote: {
    problems: ({ problems }) => userErrors({ ok: false, refusals: problems }, null),
  },
} satisfies { Cart: CartResolvers; Quote: QuoteResolvers };
