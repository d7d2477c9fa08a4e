-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "input_hash" TEXT NOT NULL,
    "cart_id" TEXT NOT NULL,
    "owner_id" TEXT,
    "email" TEXT NOT NULL,
    "buyer_name" TEXT NOT NULL,
    "token_hash" TEXT,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "payment_status" TEXT NOT NULL DEFAULT 'UNPAID',
    "fulfillment_status" TEXT NOT NULL DEFAULT 'UNFULFILLED',
    "step" TEXT NOT NULL DEFAULT 'CREATED',
    "currency" TEXT NOT NULL,
    "subtotal" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL,
    "shipping" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "tax_included" BOOLEAN NOT NULL,
    "total" BIGINT NOT NULL,
    "refunded" BIGINT NOT NULL DEFAULT 0,
    "promotions" JSONB NOT NULL,
    "shipping_address" JSONB NOT NULL,
    "billing_address" JSONB NOT NULL,
    "shipping_method_id" TEXT NOT NULL,
    "shipping_method_name" TEXT NOT NULL,
    "payment_id" TEXT,
    "cancel_reason" TEXT,
    "shortages" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3) NOT NULL,
    "placed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "variant_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "product_title" TEXT NOT NULL,
    "variant_title" TEXT NOT NULL,
    "image_url" TEXT,
    "categories" TEXT[],
    "quantity" INTEGER NOT NULL,
    "fulfilled_quantity" INTEGER NOT NULL DEFAULT 0,
    "refunded_quantity" INTEGER NOT NULL DEFAULT 0,
    "unit_price" BIGINT NOT NULL,
    "subtotal" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_events" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "order_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_id" TEXT,
    "request_id" TEXT,

    CONSTRAINT "order_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promotions" (
    "id" TEXT NOT NULL,
    "code" TEXT,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "basis_points" INTEGER,
    "amount" BIGINT,
    "buy_quantity" INTEGER,
    "get_quantity" INTEGER,
    "minimum" BIGINT,
    "currency" TEXT,
    "categories" TEXT[],
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "limit" INTEGER,
    "limit_per_customer" INTEGER,
    "redeemed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "promotions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "redemptions" (
    "promotion_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "owner_id" TEXT,
    "redeemed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "given_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "redemptions_pkey" PRIMARY KEY ("promotion_id","order_id")
);

-- CreateTable
CREATE TABLE "shipping_methods" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "price" BIGINT NOT NULL,
    "free_from" BIGINT,
    "currency" TEXT NOT NULL,
    "countries" TEXT[],
    "min_days" INTEGER NOT NULL,
    "max_days" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "shipping_methods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tax_rates" (
    "country" TEXT NOT NULL,
    "region" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "rate" INTEGER NOT NULL,
    "included" BOOLEAN NOT NULL,
    "on_shipping" BOOLEAN NOT NULL,

    CONSTRAINT "tax_rates_pkey" PRIMARY KEY ("country","region","category")
);

-- CreateTable
CREATE TABLE "fulfillments" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "carrier" TEXT,
    "tracking_number" TEXT,
    "tracking_url" TEXT,
    "shipped_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "fulfillments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fulfillment_lines" (
    "fulfillment_id" TEXT NOT NULL,
    "order_line_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "fulfillment_lines_pkey" PRIMARY KEY ("fulfillment_id","order_line_id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "payment_refund_id" TEXT,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "reason" TEXT NOT NULL,
    "restock" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_lines" (
    "refund_id" TEXT NOT NULL,
    "order_line_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "refund_lines_pkey" PRIMARY KEY ("refund_id","order_line_id")
);

-- CreateTable
CREATE TABLE "order_notes" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "order_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "discrepancies" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "order_id" TEXT,
    "payment_id" TEXT,
    "detail" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "discrepancies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "caller" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "answer" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("caller","operation","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");

-- CreateIndex
CREATE UNIQUE INDEX "orders_token_hash_key" ON "orders"("token_hash");

-- CreateIndex
CREATE INDEX "orders_cart_id_idx" ON "orders"("cart_id");

-- CreateIndex
CREATE INDEX "orders_owner_id_id_idx" ON "orders"("owner_id", "id");

-- CreateIndex
CREATE INDEX "orders_status_id_idx" ON "orders"("status", "id");

-- CreateIndex
CREATE INDEX "orders_email_idx" ON "orders"("email");

-- CreateIndex
CREATE INDEX "orders_placed_at_idx" ON "orders"("placed_at");

-- CreateIndex
CREATE UNIQUE INDEX "orders_caller_idempotency_key_key" ON "orders"("caller", "idempotency_key");

-- CreateIndex
CREATE INDEX "order_lines_product_id_idx" ON "order_lines"("product_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_order_id_position_key" ON "order_lines"("order_id", "position");

-- CreateIndex
CREATE INDEX "order_events_order_id_seq_idx" ON "order_events"("order_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "promotions_code_key" ON "promotions"("code");

-- CreateIndex
CREATE INDEX "redemptions_promotion_id_owner_id_idx" ON "redemptions"("promotion_id", "owner_id");

-- CreateIndex
CREATE INDEX "redemptions_order_id_idx" ON "redemptions"("order_id");

-- CreateIndex
CREATE INDEX "fulfillments_order_id_id_idx" ON "fulfillments"("order_id", "id");

-- CreateIndex
CREATE INDEX "fulfillment_lines_order_line_id_idx" ON "fulfillment_lines"("order_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_payment_refund_id_key" ON "refunds"("payment_refund_id");

-- CreateIndex
CREATE INDEX "refunds_order_id_idx" ON "refunds"("order_id");

-- CreateIndex
CREATE INDEX "refunds_settled_at_idx" ON "refunds"("settled_at");

-- CreateIndex
CREATE INDEX "refund_lines_order_line_id_idx" ON "refund_lines"("order_line_id");

-- CreateIndex
CREATE INDEX "order_notes_order_id_id_idx" ON "order_notes"("order_id", "id");

-- CreateIndex
CREATE INDEX "discrepancies_resolved_at_id_idx" ON "discrepancies"("resolved_at", "id");

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_promotion_id_fkey" FOREIGN KEY ("promotion_id") REFERENCES "promotions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fulfillments" ADD CONSTRAINT "fulfillments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fulfillment_lines" ADD CONSTRAINT "fulfillment_lines_fulfillment_id_fkey" FOREIGN KEY ("fulfillment_id") REFERENCES "fulfillments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fulfillment_lines" ADD CONSTRAINT "fulfillment_lines_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_notes" ADD CONSTRAINT "order_notes_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
CREATE UNIQUE INDEX "orders_one_per_cart" ON "orders"("cart_id") WHERE "status" <> 'CANCELLED';
CREATE INDEX "orders_unfinished" ON "orders"("look_at") WHERE "step" <> 'DONE';
CREATE UNIQUE INDEX "order_events_once" ON "order_events"("order_id", "kind")
  WHERE "kind" NOT IN ('PAYMENT_DECLINED', 'PAYMENT_DISPUTED', 'FULFILLED', 'DELIVERED', 'REFUND_REQUESTED', 'REFUNDED', 'REFUND_FAILED', 'NOTE_ADDED');
CREATE UNIQUE INDEX "discrepancies_open_once" ON "discrepancies"("kind", "subject") WHERE "resolved_at" IS NULL;

ALTER TABLE "orders"
  ADD CONSTRAINT "orders_status_known" CHECK ("status" IN ('PENDING', 'PLACED', 'COMPLETED', 'CANCELLED')),
  ADD CONSTRAINT "orders_payment_status_known" CHECK ("payment_status" IN ('UNPAID', 'AUTHORIZED', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED')),
  ADD CONSTRAINT "orders_fulfillment_status_known" CHECK ("fulfillment_status" IN ('UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'DELIVERED')),
  ADD CONSTRAINT "orders_step_fits_status" CHECK (
    ("status" = 'PENDING' AND "step" IN ('CREATED', 'OPENED', 'SETTLING'))
    OR ("status" IN ('PLACED', 'COMPLETED') AND "step" = 'DONE')
    OR ("status" = 'CANCELLED' AND "step" IN ('RELEASING', 'RETURNING', 'DONE'))),
  ADD CONSTRAINT "orders_amounts_not_negative" CHECK (least("subtotal", "discount", "shipping", "tax", "total", "refunded") >= 0),
  ADD CONSTRAINT "orders_total_adds_up" CHECK ("total" = "subtotal" - "discount" + "shipping" + CASE WHEN "tax_included" THEN 0 ELSE "tax" END),
  ADD CONSTRAINT "orders_refunded_at_most_total" CHECK ("refunded" <= "total"),
  ADD CONSTRAINT "orders_placed_is_paid" CHECK ("status" NOT IN ('PLACED', 'COMPLETED') OR "total" = 0 OR "payment_status" IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  ADD CONSTRAINT "orders_placed_has_time" CHECK ("status" NOT IN ('PLACED', 'COMPLETED') OR "placed_at" IS NOT NULL),
  ADD CONSTRAINT "orders_cancelled_has_time" CHECK (("status" = 'CANCELLED') = ("cancelled_at" IS NOT NULL)),
  ADD CONSTRAINT "orders_email_length" CHECK (length("email") BETWEEN 3 AND 254);
ALTER TABLE "order_lines"
  ADD CONSTRAINT "order_lines_amounts_not_negative" CHECK (least("unit_price", "subtotal", "discount", "tax", "total") >= 0),
  ADD CONSTRAINT "order_lines_add_up" CHECK ("subtotal" = "unit_price" * "quantity" AND "total" IN ("subtotal" - "discount", "subtotal" - "discount" + "tax")),
  ADD CONSTRAINT "order_lines_quantity_positive" CHECK ("quantity" > 0),
  ADD CONSTRAINT "order_lines_fulfilled_at_most_bought" CHECK ("fulfilled_quantity" BETWEEN 0 AND "quantity"),
  ADD CONSTRAINT "order_lines_refunded_at_most_bought" CHECK ("refunded_quantity" BETWEEN 0 AND "quantity");
ALTER TABLE "promotions"
  ADD CONSTRAINT "promotions_kind_is_whole" CHECK (
    ("kind" = 'PERCENTAGE' AND "basis_points" BETWEEN 100 AND 10000 AND "amount" IS NULL AND "buy_quantity" IS NULL AND "get_quantity" IS NULL)
    OR ("kind" = 'FIXED_AMOUNT' AND "amount" > 0 AND "basis_points" IS NULL AND "buy_quantity" IS NULL AND "get_quantity" IS NULL)
    OR ("kind" = 'FREE_SHIPPING' AND "basis_points" IS NULL AND "amount" IS NULL AND "buy_quantity" IS NULL AND "get_quantity" IS NULL)
    OR ("kind" = 'BUY_X_GET_Y' AND "buy_quantity" > 0 AND "get_quantity" > 0 AND "basis_points" IS NULL AND "amount" IS NULL)),
  ADD CONSTRAINT "promotions_money_has_currency" CHECK (("amount" IS NULL AND "minimum" IS NULL) = ("currency" IS NULL)),
  ADD CONSTRAINT "promotions_minimum_not_negative" CHECK ("minimum" >= 0),
  ADD CONSTRAINT "promotions_ends_after_start" CHECK ("ends_at" IS NULL OR "ends_at" >= "starts_at"),
  ADD CONSTRAINT "promotions_limits_positive" CHECK ("limit" > 0 AND "limit_per_customer" > 0),
  ADD CONSTRAINT "promotions_limit_holds" CHECK ("redeemed" >= 0 AND ("limit" IS NULL OR "redeemed" <= "limit")),
  ADD CONSTRAINT "promotions_code_is_normal" CHECK ("code" ~ '^[A-Z0-9_-]{1,64}$');
ALTER TABLE "shipping_methods"
  ADD CONSTRAINT "shipping_methods_amounts_not_negative" CHECK ("price" >= 0 AND coalesce("free_from", 0) >= 0),
  ADD CONSTRAINT "shipping_methods_days_in_order" CHECK ("min_days" >= 0 AND "max_days" >= "min_days");
ALTER TABLE "tax_rates"
  ADD CONSTRAINT "tax_rates_rate_in_range" CHECK ("rate" BETWEEN 0 AND 100000),
  ADD CONSTRAINT "tax_rates_country_is_code" CHECK ("country" ~ '^[A-Z]{2}$'),
  ADD CONSTRAINT "tax_rates_region_is_upper" CHECK ("region" = upper("region"));
ALTER TABLE "fulfillment_lines" ADD CONSTRAINT "fulfillment_lines_quantity_positive" CHECK ("quantity" > 0);
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_quantity_positive" CHECK ("quantity" > 0);
ALTER TABLE "refunds"
  ADD CONSTRAINT "refunds_amount_positive" CHECK ("amount" > 0),
  ADD CONSTRAINT "refunds_status_known" CHECK ("status" IN ('PENDING', 'SUCCEEDED', 'FAILED')),
  ADD CONSTRAINT "refunds_settled_has_time" CHECK (("status" = 'PENDING') = ("settled_at" IS NULL));

-- Lines and shipping add up to the total, looked at once the whole order is written.
CREATE FUNCTION order_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."total" <> NEW."shipping" + (SELECT coalesce(sum("total"), 0) FROM "order_lines" WHERE "order_id" = NEW."id") THEN
    RAISE EXCEPTION 'the lines of order % do not add up to its total', NEW."id" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "orders_lines_add_up" AFTER INSERT ON "orders"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_adds_up();

-- What happened to an order is never written over.
CREATE FUNCTION order_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events of orders are kept as they are' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "order_events_append_only" BEFORE UPDATE OR DELETE ON "order_events"
  FOR EACH ROW EXECUTE FUNCTION order_events_stay();

-- The rates of a country are all included in prices, or all added to them.
CREATE FUNCTION tax_rates_agree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "tax_rates" WHERE "country" = NEW."country" AND "included" <> NEW."included") THEN
    RAISE EXCEPTION 'the rates of % are all included, or all added', NEW."country" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "tax_rates_one_way" AFTER INSERT OR UPDATE ON "tax_rates"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tax_rates_agree();
