-- Where the roll-ups and the orders disagree on one day: as fast in an old shop as in a new one.
DROP FUNCTION sales_disagreements(DATE);
CREATE FUNCTION sales_disagreements("on_day" DATE) RETURNS TABLE ("kind" TEXT, "day" DATE, "currency" TEXT, "ref" TEXT, "counted" TEXT, "sold" TEXT)
LANGUAGE sql STABLE AS $$
  WITH span AS MATERIALIZED (
    SELECT on_day::timestamp AT TIME ZONE "time_zone" AS "from", (on_day + 1)::timestamp AT TIME ZONE "time_zone" AS "to" FROM "sales_clock"
  ), counted AS (
    SELECT "kind", "currency", "ref", ROW(sum("orders"), sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), sum("refunds"))::text AS "sums"
    FROM "sales_slices" WHERE "day" = on_day GROUP BY 1, 2, 3
  ), sources AS (
    SELECT "id" FROM "orders" WHERE "placed_at" >= (SELECT "from" FROM span) AND "placed_at" < (SELECT "to" FROM span)
    UNION ALL
    SELECT "id" FROM "refunds" WHERE "status" = 'SUCCEEDED' AND "settled_at" >= (SELECT "from" FROM span) AND "settled_at" < (SELECT "to" FROM span)
  ), sold AS (
    SELECT f."kind", f."currency", f."ref",
      ROW(sum("orders"), sum("units"), sum("gross"), sum("discounts"), sum("shipping"), sum("tax"), sum("total"), sum("refunds"))::text AS "sums"
    FROM sources s CROSS JOIN LATERAL (SELECT * FROM "sales_facts" WHERE "source" = s."id") f GROUP BY 1, 2, 3
  )
  SELECT "kind", on_day, "currency", "ref", counted."sums", sold."sums"
  FROM counted FULL JOIN sold USING ("kind", "currency", "ref")
  WHERE coalesce(counted."sums", '(0,0,0,0,0,0,0,0)') <> coalesce(sold."sums", '(0,0,0,0,0,0,0,0)')
$$;
