import type { PromotionCreateInput } from '../../../generated/orders/types.ts';
import type { Id } from '../../../kernel/ids.ts';
import { isCurrency, type Money } from '../../../kernel/money.ts';
import { normalizeCode } from '../../../kernel/normalize.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '../../../kernel/outcome.ts';

export type PromotionId = Id<'promo'>;

/** What a promotion gives. A percentage is stored in basis points (hundredths of a percent), as an integer. */
export type Benefit =
  | Readonly<{ kind: 'PERCENTAGE'; basisPoints: number }>
  | Readonly<{ kind: 'FIXED_AMOUNT'; amount: Money }>
  | Readonly<{ kind: 'FREE_SHIPPING' }>
  | Readonly<{ kind: 'BUY_X_GET_Y'; buy: number; get: number }>;

/** The fields that can be changed later. */
export type PromotionTerms = Readonly<{
  title: string;
  endsAt: Date | null;
  limit: number | null;
  limitPerCustomer: number | null;
}>;

export type NewPromotion = PromotionTerms &
  Readonly<{
    id: PromotionId;
    /** Null for an automatic promotion. */
    code: string | null;
    benefit: Benefit;
    /** The minimum subtotal of the cart. */
    minimum: Money | null;
    /** Category slugs; empty for all items. */
    categories: readonly string[];
    startsAt: Date;
  }>;

export type Promotion = NewPromotion & Readonly<{ redeemed: number }>;

/** A promotion that may apply to a cart, with the buyer's number of redemptions. */
export type Candidate = Promotion & Readonly<{ redeemedByBuyer: number }>;

export const hasStarted = ({ startsAt }: Promotion, now: Date): boolean => startsAt <= now;
export const hasEnded = ({ endsAt }: Promotion, now: Date): boolean => endsAt !== null && endsAt <= now;
export const isUsedUp = ({ limit, redeemed }: Promotion): boolean => limit !== null && redeemed >= limit;

export const isActive = (promotion: Promotion, now: Date): boolean =>
  hasStarted(promotion, now) && !hasEnded(promotion, now) && !isUsedUp(promotion);

const MAX_TITLE_LENGTH = 200;
const MAX_LIMIT = 1_000_000_000;
const MAX_CATEGORIES = 100;

const invalid = (field: string, message: string): Refusal => ({ code: 'INVALID', message, field: [field] });

/** The promotion of the input, or everything that is invalid in it. */
export const parsePromotion = (
  input: PromotionCreateInput,
  id: PromotionId,
  now: Date,
): Outcome<NewPromotion> => {
  const benefit = parseBenefit(input);
  const promotion = {
    id,
    code: input.code == null ? null : normalizeCode(input.code),
    title: input.title.trim(),
    minimum: input.minimumSubtotal ?? null,
    categories: [...new Set((input.categories ?? []).map((slug) => slug.trim()))],
    startsAt: input.startsAt ?? now,
    endsAt: input.endsAt ?? null,
    limit: input.limit ?? null,
    limitPerCustomer: input.limitPerCustomer ?? null,
  };
  const faults = [
    ...(benefit.ok ? [] : benefit.refusals),
    ...termErrors(promotion),
    ...(benefit.ok ? moneyErrors(benefit.value, promotion.minimum) : []),
  ];
  return benefit.ok && faults.length === 0
    ? done({ ...promotion, benefit: benefit.value })
    : refuseAll(faults);
};

const parseBenefit = ({
  kind,
  percent,
  amount,
  buyQuantity,
  getQuantity,
}: PromotionCreateInput): Outcome<Benefit> => {
  switch (kind) {
    case 'PERCENTAGE': {
      const basisPoints = Math.round((percent ?? 0) * 100);
      const fits =
        basisPoints >= 100 && basisPoints <= 10_000 && Math.abs(basisPoints - (percent ?? 0) * 100) < 1e-6;
      return fits
        ? done({ kind, basisPoints })
        : refuse('INVALID', 'percent must be 1 to 100 with at most two decimals.', ['percent']);
    }
    case 'FIXED_AMOUNT':
      return amount && amount.amount > 0
        ? done({ kind, amount })
        : refuse('INVALID', 'amount must be greater than zero.', ['amount']);
    case 'BUY_X_GET_Y':
      if (!isCount(buyQuantity) || !isCount(getQuantity))
        return refuse('INVALID', 'buyQuantity and getQuantity must be 1 to 1000.', ['buyQuantity']);
      return done({ kind, buy: buyQuantity, get: getQuantity });
    case 'FREE_SHIPPING':
      return done({ kind });
    default:
      return kind satisfies never;
  }
};

const isCount = (value: number | null | undefined): value is number =>
  value != null && value >= 1 && value <= 1000;

export const termErrors = (terms: Partial<Omit<NewPromotion, 'id' | 'benefit'>>): Refusal[] => [
  ...(terms.code != null && !/^[A-Z0-9_-]{1,64}$/.test(terms.code)
    ? [invalid('code', 'A code can have up to 64 letters, digits, hyphens and underscores.')]
    : []),
  ...(terms.title !== undefined && (terms.title === '' || terms.title.length > MAX_TITLE_LENGTH)
    ? [invalid('title', `A title must have 1 to ${MAX_TITLE_LENGTH} characters.`)]
    : []),
  ...((terms.categories?.length ?? 0) > MAX_CATEGORIES
    ? [invalid('categories', `A promotion can have at most ${MAX_CATEGORIES} categories.`)]
    : []),
  ...(terms.endsAt && terms.startsAt && terms.endsAt <= terms.startsAt
    ? [invalid('endsAt', 'endsAt must be after startsAt.')]
    : []),
  ...(['limit', 'limitPerCustomer'] as const)
    .filter((field) => terms[field] != null && (terms[field] < 1 || terms[field] > MAX_LIMIT))
    .map((field) => invalid(field, 'A limit must be at least 1.')),
];

const currencyErrors = (field: string, value: Money | null): Refusal[] =>
  value === null || isCurrency(value.currency)
    ? []
    : [invalid(field, `${value.currency} is no longer a valid currency.`)];

const moneyErrors = (benefit: Benefit, minimum: Money | null): Refusal[] => [
  ...currencyErrors('amount', benefit.kind === 'FIXED_AMOUNT' ? benefit.amount : null),
  ...currencyErrors('minimumSubtotal', minimum),
  ...(minimum && minimum.amount < 0 ? [invalid('minimumSubtotal', 'The amount cannot be negative.')] : []),
  ...(minimum && benefit.kind === 'FIXED_AMOUNT' && benefit.amount.currency !== minimum.currency
    ? [
        {
          code: 'CURRENCY_MISMATCH',
          message: 'amount and minimumSubtotal must have the same currency.',
          field: ['minimumSubtotal'],
        },
      ]
    : []),
];
