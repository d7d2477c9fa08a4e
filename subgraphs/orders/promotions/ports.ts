import type { UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Candidate, NewPromotion, Promotion, PromotionId, Terms } from './promotion.ts';

export type PromotionStore = {
  /** Those that apply by themselves and are not over, and those of the codes whatever their state. */
  candidates(codes: readonly string[], buyer: UserId | null, now: Date): Promise<readonly Candidate[]>;
  /** ALREADY_EXISTS where the code is taken. */
  create(promotion: NewPromotion): Promise<Outcome<Promotion>>;
  /** What is left out stays; a limit below what is redeemed is refused. */
  update(id: PromotionId, terms: Partial<Terms>): Promise<Outcome<Promotion>>;
  end(id: PromotionId, now: Date): Promise<Outcome<Promotion>>;
  /** Newest first. */
  page(activeAt: Date | null, page: PageRequest<PromotionId>): Promise<Page<Promotion>>;
};
