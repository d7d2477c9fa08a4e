import type { PromotionUpdateInput } from '../../../generated/orders/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import type { Promotion, PromotionTerms } from './promotion.ts';
import { termErrors } from './promotionInput.ts';

export const promotionUpdate =
  ({ promotions }: Pick<Ports, 'promotions'>) =>
  async (input: PromotionUpdateInput): Promise<Outcome<Promotion>> => {
    const id = readId('promo', input.id);
    const terms = termsOf(input);
    const faults = termErrors(terms);
    return faults.length > 0 ? refuseAll(faults) : promotions.update(id, terms);
  };

/** What is left out stays; null takes an end or a limit away. */
const termsOf = ({
  title,
  endsAt,
  limit,
  limitPerCustomer,
}: PromotionUpdateInput): Partial<PromotionTerms> => ({
  ...(title == null ? {} : { title: title.trim() }),
  ...(endsAt === undefined ? {} : { endsAt }),
  ...(limit === undefined ? {} : { limit }),
  ...(limitPerCustomer === undefined ? {} : { limitPerCustomer }),
});
