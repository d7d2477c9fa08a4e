-- AlterTable
ALTER TABLE "refund_lines" ADD COLUMN "amount" BIGINT NOT NULL;

-- AlterTable
ALTER TABLE "discrepancies" ADD COLUMN "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "invoices" (
    "order_id" TEXT NOT NULL,
    "series" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "file_key" TEXT,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "invoice_series" (
    "series" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "invoice_series_pkey" PRIMARY KEY ("series")
);

-- CreateTable
CREATE TABLE "sales_clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "time_zone" TEXT NOT NULL,

    CONSTRAINT "sales_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sales_slices" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "orders" BIGINT NOT NULL,
    "units" BIGINT NOT NULL,
    "gross" BIGINT NOT NULL,
    "discounts" BIGINT NOT NULL,
    "shipping" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "refunds" BIGINT NOT NULL,

    CONSTRAINT "sales_slices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invoices_series_number_key" ON "invoices"("series", "number");

-- CreateIndex
CREATE INDEX "sales_slices_kind_currency_day_idx" ON "sales_slices"("kind", "currency", "day");

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_amount_not_negative" CHECK ("amount" >= 0);
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_number_positive" CHECK ("number" > 0);
ALTER TABLE "sales_clock" ADD CONSTRAINT "sales_clock_only_one" CHECK ("id" = 1);
ALTER TABLE "sales_slices" ADD CONSTRAINT "sales_slices_kind_known" CHECK ("kind" IN ('DAY', 'PRODUCT', 'CATEGORY'));
INSERT INTO "sales_clock" ("time_zone") VALUES ('UTC');

-- An amount split over weights by largest remainder, as the shop splits all money: exact, ties to the earlier.
CREATE FUNCTION allocated("amount" BIGINT, "ids" TEXT[], "weights" BIGINT[]) RETURNS TABLE ("id" TEXT, "part" BIGINT)
LANGUAGE sql IMMUTABLE AS $$
  WITH shares AS (
    SELECT u."id", u."place", amount::numeric * u."weight" AS "share", sum(u."weight"::numeric) OVER () AS "whole"
    FROM unnest(ids, weights) WITH ORDINALITY AS u("id", "weight", "place")
  ), parts AS (
    SELECT "id", "place",
      CASE WHEN "whole" = 0 THEN CASE WHEN "place" = 1 THEN amount ELSE 0 END ELSE div("share", "whole") END AS "part",
      CASE WHEN "whole" = 0 THEN 0 ELSE mod("share", "whole") END AS "rest"
    FROM shares
  ), ranked AS (
    SELECT "id", "part", row_number() OVER (ORDER BY "rest" DESC, "place") AS "rank", amount - sum("part") OVER () AS "left" FROM parts
  )
  SELECT "id", ("part" + CASE WHEN "rank" <= "left" THEN 1 ELSE 0 END)::bigint FROM ranked
$$;

-- What placed orders sold: each line with its share of the shipping.
CREATE VIEW "sold_lines" AS
SELECT o."id" AS "source", o."placed_at" AS "at", o."currency", l."product_id", l."categories", l."quantity" AS "units",
  l."subtotal" AS "gross", l."discount" AS "discounts", s."part" AS "shipping", l."tax", l."total" + s."part" AS "total"
FROM "orders" o
CROSS JOIN LATERAL (
  SELECT array_agg("id" ORDER BY "position") AS "ids", array_agg("total" ORDER BY "position") AS "weights" FROM "order_lines" WHERE "order_id" = o."id"
) w
CROSS JOIN LATERAL allocated(o."shipping", w."ids", w."weights") s
JOIN "order_lines" l ON l."id" = s."id"
WHERE o."placed_at" IS NOT NULL;

-- What went back to the buyers of placed orders: over the lines that it was for, or over all of them.
CREATE VIEW "refunded_lines" AS
SELECT r."id" AS "source", r."settled_at" AS "at", o."currency", l."product_id", l."categories", p."part" AS "refunds"
FROM "refunds" r
JOIN "orders" o ON o."id" = r."order_id" AND o."placed_at" IS NOT NULL
CROSS JOIN LATERAL (
  SELECT array_agg("order_line_id" ORDER BY "order_line_id") AS "ids", array_agg("amount" ORDER BY "order_line_id") AS "weights"
  FROM "refund_lines" WHERE "refund_id" = r."id"
) chosen
CROSS JOIN LATERAL (
  SELECT array_agg("id" ORDER BY "position") AS "ids", array_agg("total" ORDER BY "position") AS "weights" FROM "order_lines" WHERE "order_id" = r."order_id"
) whole
CROSS JOIN LATERAL allocated(r."amount", coalesce(chosen."ids", whole."ids"), coalesce(chosen."weights", whole."weights")) p
JOIN "order_lines" l ON l."id" = p."id"
WHERE r."status" = 'SUCCEEDED';

-- What each order and each refund adds to the sales report. The roll-ups, their check and the edges of a report all read this.
CREATE VIEW "sales_facts" AS
SELECT 'DAY' AS "kind", '' AS "ref", o."id" AS "source", o."placed_at" AS "at", o."currency", 1::bigint AS "orders",
  (SELECT sum("quantity") FROM "order_lines" WHERE "order_id" = o."id") AS "units", o."subtotal" AS "gross", o."discount" AS "discounts",
  o."shipping", o."tax", o."total", 0::bigint AS "refunds"
FROM "orders" o WHERE o."placed_at" IS NOT NULL
UNION ALL
SELECT 'DAY', '', r."id", r."settled_at", o."currency", 0, 0, 0, 0, 0, 0, 0, r."amount"
FROM "refunds" r JOIN "orders" o ON o."id" = r."order_id" AND o."placed_at" IS NOT NULL WHERE r."status" = 'SUCCEEDED'
UNION ALL
SELECT 'PRODUCT', "product_id", "source", "at", "currency", 1, sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), 0
FROM "sold_lines" GROUP BY "source", "at", "currency", "product_id"
UNION ALL
SELECT 'PRODUCT', "product_id", "source", "at", "currency", 0, 0, 0, 0, 0, 0, 0, sum("refunds")
FROM "refunded_lines" GROUP BY "source", "at", "currency", "product_id"
UNION ALL
SELECT 'CATEGORY', c."slug", "source", "at", "currency", 1, sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), 0
FROM "sold_lines" CROSS JOIN LATERAL unnest("categories") AS c("slug") GROUP BY "source", "at", "currency", c."slug"
UNION ALL
SELECT 'CATEGORY', c."slug", "source", "at", "currency", 0, 0, 0, 0, 0, 0, 0, sum("refunds")
FROM "refunded_lines" CROSS JOIN LATERAL unnest("categories") AS c("slug") GROUP BY "source", "at", "currency", c."slug";

-- Counts one order or refund, or takes it off again. Rows are only ever added, so that no sale waits for another.
CREATE FUNCTION sales_count("counted" TEXT, "sign" INTEGER) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "sales_slices" ("kind", "day", "currency", "ref", "orders", "units", "gross", "discounts", "shipping", "tax", "total", "refunds")
  SELECT f."kind", (f."at" AT TIME ZONE c."time_zone")::date, f."currency", f."ref", sign * f."orders", sign * f."units", sign * f."gross",
    sign * f."discounts", sign * f."shipping", sign * f."tax", sign * f."total", sign * f."refunds"
  FROM "sales_facts" f, "sales_clock" c WHERE f."source" = counted
$$;

-- In the transaction of the change itself: the report and the orders never disagree.
CREATE FUNCTION sales_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sales_count(NEW."id", 1);
  RETURN NULL;
END $$;
CREATE FUNCTION sales_take_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sales_count(OLD."id", -1);
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER "orders_sold_at_once" AFTER INSERT ON "orders"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."placed_at" IS NOT NULL) EXECUTE FUNCTION sales_add();
CREATE CONSTRAINT TRIGGER "orders_sold" AFTER UPDATE ON "orders"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."placed_at" IS NOT NULL AND OLD."placed_at" IS NULL) EXECUTE FUNCTION sales_add();
CREATE CONSTRAINT TRIGGER "refunds_made_at_once" AFTER INSERT ON "refunds"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."status" = 'SUCCEEDED') EXECUTE FUNCTION sales_add();
CREATE CONSTRAINT TRIGGER "refunds_made" AFTER UPDATE ON "refunds"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."status" = 'SUCCEEDED' AND OLD."status" <> 'SUCCEEDED') EXECUTE FUNCTION sales_add();
CREATE TRIGGER "refunds_unmade" BEFORE UPDATE ON "refunds"
  FOR EACH ROW WHEN (OLD."status" = 'SUCCEEDED' AND NEW."status" <> 'SUCCEEDED') EXECUTE FUNCTION sales_take_off();

-- Makes one row of those of the same day and thing.
CREATE FUNCTION sales_fold() RETURNS void LANGUAGE sql AS $$
  WITH many AS (
    SELECT "kind", "day", "currency", "ref" FROM "sales_slices" GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
  ), gone AS (
    DELETE FROM "sales_slices" s USING many m
    WHERE s."kind" = m."kind" AND s."day" = m."day" AND s."currency" = m."currency" AND s."ref" = m."ref" RETURNING s.*
  )
  INSERT INTO "sales_slices" ("kind", "day", "currency", "ref", "orders", "units", "gross", "discounts", "shipping", "tax", "total", "refunds")
  SELECT "kind", "day", "currency", "ref", sum("orders"), sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), sum("refunds")
  FROM gone GROUP BY 1, 2, 3, 4
$$;

-- Counts everything anew, for the days of another time zone.
CREATE FUNCTION sales_recount("wanted" TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "sales_slices" IN SHARE ROW EXCLUSIVE MODE;
  UPDATE "sales_clock" SET "time_zone" = wanted;
  DELETE FROM "sales_slices";
  INSERT INTO "sales_slices" ("kind", "day", "currency", "ref", "orders", "units", "gross", "discounts", "shipping", "tax", "total", "refunds")
  SELECT "kind", ("at" AT TIME ZONE wanted)::date, "currency", "ref", sum("orders"), sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), sum("refunds")
  FROM "sales_facts" GROUP BY 1, 2, 3, 4;
END $$;

-- Where the roll-ups and the orders disagree.
CREATE FUNCTION sales_disagreements("since" DATE) RETURNS TABLE ("kind" TEXT, "day" DATE, "currency" TEXT, "ref" TEXT, "counted" TEXT, "sold" TEXT)
LANGUAGE sql STABLE AS $$
  WITH counted AS (
    SELECT "kind", "day", "currency", "ref", ROW(sum("orders"), sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), sum("refunds"))::text AS "sums"
    FROM "sales_slices" WHERE "day" >= since GROUP BY 1, 2, 3, 4
  ), sold AS (
    SELECT f."kind", (f."at" AT TIME ZONE c."time_zone")::date AS "day", f."currency", f."ref",
      ROW(sum("orders"), sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), sum("refunds"))::text AS "sums"
    FROM "sales_facts" f, "sales_clock" c WHERE f."at" >= (since::timestamp AT TIME ZONE c."time_zone") GROUP BY 1, 2, 3, 4
  )
  SELECT "kind", "day", "currency", "ref", counted."sums", sold."sums"
  FROM counted FULL JOIN sold USING ("kind", "day", "currency", "ref")
  WHERE coalesce(counted."sums", '') IS DISTINCT FROM coalesce(sold."sums", '') AND coalesce(counted."sums", '(0,0,0,0,0,0,0,0)') <> coalesce(sold."sums", '(0,0,0,0,0,0,0,0)')
$$;
