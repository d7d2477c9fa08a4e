import type { PromotionCreateInput } from '../../../generated/orders/types.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import type { Promotion } from './promotion.ts';
import { parsePromotion } from './promotionInput.ts';

export const promotionCreate =
  ({ promotions, clock }: Pick<Ports, 'promotions' | 'clock'>) =>
  async (input: PromotionCreateInput): Promise<Outcome<Promotion>> => {
    const promotion = parsePromotion(input, newId('promo'), clock());
    return promotion.ok ? promotions.create(promotion.value) : promotion;
  };
