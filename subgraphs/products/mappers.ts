import type { Category } from './catalogue/category.ts';
import type { Media, Product, VariantOf } from './catalogue/product.ts';
import type { Level } from './inventory/ports.ts';
import type { Review } from './reviews/review.ts';
import type { ProductPage } from './search/productsSearch.ts';

export type ProductMapper = Product;
export type ProductVariantMapper = VariantOf;
export type ImageMapper = Media;
export type CategoryMapper = Category;
export type ProductConnectionMapper = ProductPage;
export type ReviewMapper = Review;
export type StockLevelMapper = Level;
export type VariantForSaleMapper = VariantOf;
