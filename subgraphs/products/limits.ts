/**
 * The most that a product may have. Chosen so that the products that a Shopify shop exports fit.
 *
 * Shopify documents 2,048 variants ("The product variant limit is now 2048 for all merchants", 2025) and 250 tags ("Product tags now have
 * a limit of 250 per product", 2019) in its changelog, and 255 characters for titles, handles and SKUs in its help center. The other
 * limits are the shop's own.
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
