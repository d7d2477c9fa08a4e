import type { CartId, UserId, VariantId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { CartSnapshot, Items } from './cart.ts';
import type { ChargeLimits } from './chargeLimits.ts';
import type { Candidate, NewPromotion, Promotion, PromotionId, PromotionTerms } from './promotion.ts';
import type { ShippingMethod, ShippingMethodId, ShippingTerms } from './shippingMethod.ts';
import type { TaxRate } from './tax.ts';

export type PromotionStore = {
  /** Automatic promotions that have not ended, and the promotions of these codes in any state. */
  candidates(codes: readonly string[], buyer: UserId | null, now: Date): Promise<readonly Candidate[]>;
  /** Those of the codes that belong to a promotion, active or not. */
  existingCodes(codes: readonly string[]): Promise<readonly string[]>;
  /** ALREADY_EXISTS if the code is taken. */
  create(promotion: NewPromotion): Promise<Outcome<Promotion>>;
  /** Omitted fields keep their value. INVALID if the new limit is below the number of redemptions. */
  update(id: PromotionId, terms: Partial<PromotionTerms>): Promise<Outcome<Promotion>>;
  end(id: PromotionId, now: Date): Promise<Outcome<Promotion>>;
  /** Newest first. */
  page(activeAt: Date | null, page: PageRequest<PromotionId>): Promise<Page<Promotion>>;
};

/** Whose attempts are counted: the cart, and the caller if known. Only hashes are stored. */
export type Subjects = Readonly<{ cart: string; all: readonly string[] }>;

export type CodeAttemptStore = {
  /** The codes whose result the cart already knows, right or wrong. */
  checkedCodes(subjects: Subjects): Promise<readonly string[]>;
  /** Counts the codes for each subject in one atomic step, each code once a minute. False if a subject exceeds the limit. */
  count(subjects: Subjects, codes: readonly string[]): Promise<boolean>;
  /** Records that the cart knows the result of these codes. The codes in `right` no longer count as attempts. */
  recordResults(subjects: Subjects, codes: readonly string[], right: readonly string[]): Promise<void>;
  /** Deletes attempts that are too old to count. */
  sweep(): Promise<void>;
};

export type ShippingStore = {
  all(): Promise<readonly ShippingMethod[]>;
  create(id: ShippingMethodId, terms: ShippingTerms): Promise<ShippingMethod>;
  /** NOT_FOUND if there is no such method. `active` keeps its value if it is null. */
  update(
    id: ShippingMethodId,
    terms: ShippingTerms,
    active: boolean | null,
  ): Promise<Outcome<ShippingMethod>>;
};

export type PricingPorts = {
  promotions: PromotionStore;
  codeAttempts: CodeAttemptStore;
  shipping: ShippingStore;
  taxes: {
    /** All tax rates of the country and its regions. */
    of(country: string | null): Promise<readonly TaxRate[]>;
  };
  carts: {
    /** Null if there is no such cart, or it belongs to someone else. */
    snapshot(id: CartId, buyer: UserId | null): Promise<CartSnapshot | null>;
  };
  catalogue: {
    /** Only the variants that are sold now. */
    forSale(ids: readonly VariantId[]): Promise<Items>;
  };
  payments: {
    /** What the provider accepts per currency. Null while payments cannot be reached and nothing is cached. */
    limits(): Promise<ChargeLimits>;
  };
  clock(): Date;
};
