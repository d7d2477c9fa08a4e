/**
 * The most that a product may have. They are Shopify's published limits, so that any product of a Shopify shop fits; where Shopify
 * publishes none, the shop's own.
 *
 * Sources: help.shopify.com/manual/products/details and /manual/products/variants; shopify.dev/changelog: "Product tags now have a
 * limit of 250 per product" (2019) and "The product variant limit is now 2048 for all merchants" (2025); shopify.dev, Admin GraphQL:
 * ProductInput, ProductVariantInput, Product.media.
 */
export const LIMITS = {
  /** Characters, as UTF-16 units. */
  title: 255,
  slug: 255,
  sku: 255,
  barcode: 255,
  brand: 255,
  tag: 255,
  optionName: 255,
  optionValue: 255,
  categoryName: 255,
  imageAlt: 512,
  /** 512 KB. */
  descriptionHtml: 524_288,
  /** How many. */
  tags: 250,
  variants: 2_048,
  media: 250,
  categories: 20,
  /** Shopify has three options; the shop may have ten. */
  options: 10,
  /** Shopify takes quantities from -1,000,000,000 to 1,000,000,000; the shop's stock is never negative. */
  onHand: 1_000_000_000,
  weightGrams: 2_000_000_000,
  /** Minor units. */
  amount: 1_000_000_000_000,
} as const;
