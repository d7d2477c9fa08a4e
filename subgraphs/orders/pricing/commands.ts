import type {
  PromotionCreateInput,
  PromotionUpdateInput,
  ShippingMethodInput,
  ShippingMethodUpdateInput,
} from '../../../generated/orders/types.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import type { PricingPorts } from './ports.ts';
import { type Promotion, type PromotionTerms, parsePromotion, termErrors } from './promotion.ts';
import { parseShippingMethod, type ShippingMethod } from './shippingMethod.ts';

export const promotionCreate =
  ({ promotions, clock }: Pick<PricingPorts, 'promotions' | 'clock'>) =>
  async (input: PromotionCreateInput): Promise<Outcome<Promotion>> => {
    const promotion = parsePromotion(input, newId('promo'), clock());
    return promotion.ok ? promotions.create(promotion.value) : promotion;
  };

export const promotionUpdate =
  ({ promotions }: Pick<PricingPorts, 'promotions'>) =>
  async (input: PromotionUpdateInput): Promise<Outcome<Promotion>> => {
    const id = readId('promo', input.id);
    const terms = termsOf(input);
    const faults = termErrors(terms);
    return faults.length > 0 ? refuseAll(faults) : promotions.update(id, terms);
  };

/** Omitted fields keep their value. Null removes an end or a limit. */
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

export const promotionEnd =
  ({ promotions, clock }: Pick<PricingPorts, 'promotions' | 'clock'>) =>
  async (id: string): Promise<Outcome<Promotion>> =>
    promotions.end(readId('promo', id), clock());

export const shippingMethodCreate =
  ({ shipping }: Pick<PricingPorts, 'shipping'>) =>
  async (input: ShippingMethodInput): Promise<Outcome<ShippingMethod>> => {
    const terms = parseShippingMethod(input, []);
    return terms.ok ? done(await shipping.create(newId('ship'), terms.value)) : terms;
  };

export const shippingMethodUpdate =
  ({ shipping }: Pick<PricingPorts, 'shipping'>) =>
  async ({ id, shippingMethod, active }: ShippingMethodUpdateInput): Promise<Outcome<ShippingMethod>> => {
    const method = readId('ship', id);
    const terms = parseShippingMethod(shippingMethod, ['shippingMethod']);
    return terms.ok ? shipping.update(method, terms.value, active ?? null) : terms;
  };
