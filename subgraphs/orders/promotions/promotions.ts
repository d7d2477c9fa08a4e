import { z } from 'zod';
import type { QueryPromotionsArgs } from '../../../generated/orders/types.ts';
import { isId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Ports } from '../ports.ts';
import type { PromotionId } from './promotion.ts';

const PROMOTIONS = 'promotions';
const promotionCursor = z.custom<PromotionId>((value) => isId('promo', value));

export const promotions =
  ({ promotions: store, clock }: Pick<Ports, 'promotions' | 'clock'>) =>
  async ({ activeOnly, ...page }: Partial<QueryPromotionsArgs>) =>
    connection(
      await store.page(activeOnly ? clock() : null, readPage(PROMOTIONS, promotionCursor, page)),
      ({ id }) => encodeCursor(PROMOTIONS, id),
      page.after != null,
    );
