import type { UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Subjects } from './codeAttempts.ts';
import type { Candidate, NewPromotion, Promotion, PromotionId, PromotionTerms } from './promotion.ts';

export type PromotionStore = {
  /** Those that apply by themselves and are not over, and those of the codes whatever their state. */
  candidates(codes: readonly string[], buyer: UserId | null, now: Date): Promise<readonly Candidate[]>;
  /** Those of the codes that a promotion has, whether it counts now or not. */
  existingCodes(codes: readonly string[]): Promise<readonly string[]>;
  /** ALREADY_EXISTS where the code is taken. */
  create(promotion: NewPromotion): Promise<Outcome<Promotion>>;
  /** What is left out stays; a limit below what is redeemed is refused. */
  update(id: PromotionId, terms: Partial<PromotionTerms>): Promise<Outcome<Promotion>>;
  end(id: PromotionId, now: Date): Promise<Outcome<Promotion>>;
  /** Newest first. */
  page(activeAt: Date | null, page: PageRequest<PromotionId>): Promise<Page<Promotion>>;
};

export type CodeAttemptStore = {
  /** The codes that the cart was told of, right or wrong. */
  checkedCodes(subjects: Subjects): Promise<readonly string[]>;
  /** Counts codes for each subject, a code once a minute, as one atomic step; false where one of them has tried too many. */
  count(subjects: Subjects, codes: readonly string[]): Promise<boolean>;
  /** Notes that the cart was told of the codes; those that are right do not count. */
  recordResults(subjects: Subjects, codes: readonly string[], right: readonly string[]): Promise<void>;
  /** Forgets what is too old to matter. */
  sweep(): Promise<void>;
};
