import type { Db } from 'mongodb';
import type { CategoryId, OrderId, ProductId, VariantId } from '../../kernel/ids.ts';
import type { Category } from './catalogue/category.ts';
import type { Product } from './catalogue/product.ts';
import type { Movement } from './inventory/ports.ts';
import type { Reservation } from './inventory/reservation.ts';
import type { Review, ReviewId } from './reviews/review.ts';
import type { SearchDocument } from './search/searchDocument.ts';

/** Whether there is any of a variant, as of a change of its stock. */
export type Stocked = Readonly<{ id: VariantId; seq: number; yes: boolean }>;

export type ProductDocument = Omit<Product, 'id' | 'inStock'> & {
  _id: ProductId;
  version: number;
  stocked: readonly Stocked[];
  stars: number;
  reviews: number;
  /** How often reviews were counted, and changes of reviews that may not be counted yet. */
  counts: number;
  counting: readonly Readonly<{ job: string; at: Date }>[];
  /** How often sales were entered into the ledger, and when to count them. */
  sales: number;
  recountAt?: Date;
  entry: SearchDocument;
  treeVersion: number;
  /** The last change of what lists see, and when it began. */
  touched?: Readonly<{ mark: string; at: Date }>;
  /** A change that is not published yet: its mark, its time, and whether it affects lists. */
  news?: Readonly<{ mark: string; at: Date; list?: boolean }>;
};

/** The whole tree is one document; `stale`: categories whose products do not know of a change yet; `news`: what is still to be told. */
export type TreeDocument = {
  _id: 'categories';
  version: number;
  categories: readonly Category[];
  stale: readonly CategoryId[];
  news?: readonly Readonly<{ mark: string; tags: readonly string[] }>[];
};

export type HoldDocument = Readonly<{ orderId: OrderId; token: string; quantity: number; expiresAt: Date }>;
export type MovementDocument = Omit<Movement, 'id'> & {
  _id: string;
  variantId: VariantId;
  productId: ProductId;
};

/** A variant's stock. `pending`: movements on their way to the ledger; `marks`: steps of late, which are not done twice. */
export type StockDocument = {
  _id: VariantId;
  productId: ProductId;
  onHand: number;
  reserved: number;
  available: number;
  seq: number;
  holds: readonly HoldDocument[];
  marks: readonly Readonly<{ step: string; at: Date }>[];
  pending: readonly MovementDocument[];
  dirty?: true;
};

export type ReservationDocument = Omit<Reservation, 'orderId'> & { _id: OrderId; due?: Date };
export type ReviewDocument = Omit<Review, 'id'> & { _id: ReviewId; version: number };
/** What was bought in one order; of orders with several products alone. */
export type BasketDocument = { _id: OrderId; products: readonly ProductId[]; at: Date };
export type ClaimDocument = { _id: string; inputHash: string; note: string; at: Date };

export const collections = (db: Db) => ({
  products: db.collection<ProductDocument>('products'),
  trees: db.collection<TreeDocument>('trees'),
  stock: db.collection<StockDocument>('stock'),
  movements: db.collection<MovementDocument>('movements'),
  reservations: db.collection<ReservationDocument>('reservations'),
  reviews: db.collection<ReviewDocument>('reviews'),
  claims: db.collection<ClaimDocument>('claims'),
  baskets: db.collection<BasketDocument>('baskets'),
});
export type Collections = ReturnType<typeof collections>;
