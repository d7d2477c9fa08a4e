-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN     "returned_quantity" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "shipping_tax" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "refund_lines" ADD COLUMN     "covered" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "restocked" INTEGER;

-- AlterTable
ALTER TABLE "refunds" ADD COLUMN     "payment_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "shipping" BIGINT;

-- What Prisma's schema cannot say. A return of free items is a refund of nothing.
ALTER TABLE "order_lines"
  ADD CONSTRAINT "order_lines_returned_at_most_bought" CHECK ("returned_quantity" BETWEEN 0 AND "quantity"),
  ADD CONSTRAINT "order_lines_shipping_tax_within_tax" CHECK ("shipping_tax" BETWEEN 0 AND "tax");
ALTER TABLE "refund_lines"
  ADD CONSTRAINT "refund_lines_covered_and_restocked_at_most_all" CHECK ("covered" >= 0 AND coalesce("restocked", 0) BETWEEN 0 AND "quantity" - "covered");
ALTER TABLE "refunds" DROP CONSTRAINT "refunds_amount_positive";
ALTER TABLE "refunds"
  ADD CONSTRAINT "refunds_amount_not_negative" CHECK ("amount" >= 0),
  ADD CONSTRAINT "refunds_shipping_within_amount" CHECK ("shipping" BETWEEN 0 AND "amount");

-- What went back to the buyers of placed orders: lines with their own amounts, the rest (shipping, or an amount of no line) over all
-- lines as shipping is. Refunds from before their shipping was kept go over the lines that they were for, or over all of them.
CREATE OR REPLACE VIEW "refunded_lines" AS
SELECT r."id" AS "source", r."settled_at" AS "at", o."currency", l."product_id", l."categories", p."part" AS "refunds"
FROM "refunds" r
JOIN "orders" o ON o."id" = r."order_id" AND o."placed_at" IS NOT NULL
CROSS JOIN LATERAL (
  SELECT array_agg("order_line_id" ORDER BY "order_line_id") AS "ids", array_agg("amount" ORDER BY "order_line_id") AS "weights",
    coalesce(sum("amount"), 0)::bigint AS "amount"
  FROM "refund_lines" WHERE "refund_id" = r."id"
) chosen
CROSS JOIN LATERAL (
  SELECT array_agg("id" ORDER BY "position") AS "ids", array_agg("total" ORDER BY "position") AS "weights" FROM "order_lines" WHERE "order_id" = r."order_id"
) whole
CROSS JOIN LATERAL (
  SELECT "id", "part" FROM allocated(r."amount", coalesce(chosen."ids", whole."ids"), coalesce(chosen."weights", whole."weights")) WHERE r."shipping" IS NULL
  UNION ALL
  SELECT "order_line_id", "amount" FROM "refund_lines" WHERE "refund_id" = r."id" AND r."shipping" IS NOT NULL
  UNION ALL
  SELECT "id", "part" FROM allocated(r."amount" - chosen."amount", whole."ids", whole."weights") WHERE r."shipping" IS NOT NULL
) p
JOIN "order_lines" l ON l."id" = p."id"
WHERE r."status" = 'SUCCEEDED';
