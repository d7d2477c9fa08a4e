-- CreateEnum
CREATE TYPE "payment_status" AS ENUM ('CREATED', 'REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'PROCESSING', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISPUTED', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "payment_flag" AS ENUM ('PAYMENT_MISMATCH');

-- CreateEnum
CREATE TYPE "attempt_outcome" AS ENUM ('AUTHORIZED', 'DECLINED');

-- CreateEnum
CREATE TYPE "refund_status" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED');

-- CreateEnum
CREATE TYPE "call_kind" AS ENUM ('OPEN', 'CONFIRM', 'CAPTURE', 'VOID', 'REFUND');

-- CreateEnum
CREATE TYPE "call_state" AS ENUM ('WRITTEN', 'UNKNOWN', 'DONE', 'DECLINED', 'REFUSED');

-- CreateEnum
CREATE TYPE "event_state" AS ENUM ('RECEIVED', 'APPLIED', 'IGNORED', 'QUARANTINED');

-- CreateTable
CREATE TABLE "order_marks" (
    "order_id" TEXT NOT NULL,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_marks_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "order_number" TEXT,
    "owner_id" TEXT,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" "payment_status" NOT NULL DEFAULT 'CREATED',
    "provider_id" TEXT,
    "authorized" BIGINT NOT NULL DEFAULT 0,
    "released" BIGINT NOT NULL DEFAULT 0,
    "captured" BIGINT NOT NULL DEFAULT 0,
    "refunding" BIGINT NOT NULL DEFAULT 0,
    "refunded" BIGINT NOT NULL DEFAULT 0,
    "fees" BIGINT NOT NULL DEFAULT 0,
    "disputed" BIGINT NOT NULL DEFAULT 0,
    "method_brand" TEXT,
    "method_last4" TEXT,
    "method_exp_month" INTEGER,
    "method_exp_year" INTEGER,
    "redirect_url" TEXT,
    "flag" "payment_flag",
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payments_amount_check" CHECK ("amount" > 0),
    CONSTRAINT "payments_totals_check" CHECK (0 <= "refunded" AND "refunded" <= "captured" AND "captured" <= "authorized" AND "authorized" <= "amount"),
    CONSTRAINT "payments_refunding_check" CHECK ("refunded" <= "refunding"),
    CONSTRAINT "payments_released_check" CHECK (0 <= "released" AND "released" <= "authorized" - "captured")
);

-- CreateTable
CREATE TABLE "attempts" (
    "payment_id" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "outcome" "attempt_outcome" NOT NULL,
    "code" TEXT,
    "message" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("payment_id","ref")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" "refund_status" NOT NULL DEFAULT 'PENDING',
    "reason" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "provider_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "refunds_amount_check" CHECK ("amount" > 0)
);

-- CreateTable
CREATE TABLE "provider_calls" (
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "refund_id" TEXT,
    "kind" "call_kind" NOT NULL,
    "method" TEXT,
    "customer" TEXT,
    "saves" BOOLEAN NOT NULL DEFAULT false,
    "state" "call_state" NOT NULL DEFAULT 'WRITTEN',
    "generation" INTEGER NOT NULL DEFAULT 0,
    "code" TEXT,
    "message" TEXT,
    "leased_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_calls_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "provider_calls_refund_check" CHECK (("kind" = 'REFUND') = ("refund_id" IS NOT NULL)),
    CONSTRAINT "provider_calls_method_check" CHECK (("kind" = 'CONFIRM') = ("method" IS NOT NULL))
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "id" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "debit" BIGINT NOT NULL DEFAULT 0,
    "credit" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ledger_entries_side_check" CHECK (("debit" > 0 AND "credit" = 0) OR ("debit" = 0 AND "credit" > 0))
);

-- CreateTable
CREATE TABLE "webhook_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "intent_id" TEXT,
    "payment_id" TEXT,
    "state" "event_state" NOT NULL DEFAULT 'RECEIVED',
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "user_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "payment_methods" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "exp_month" INTEGER NOT NULL,
    "exp_year" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "detached_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_methods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "caller" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "answer" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("caller","operation","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "payments_provider_id_key" ON "payments"("provider_id");

-- CreateIndex
CREATE INDEX "payments_order_id_id_idx" ON "payments"("order_id", "id");

-- CreateIndex
CREATE INDEX "payments_owner_id_id_idx" ON "payments"("owner_id", "id");

-- CreateIndex
CREATE INDEX "payments_status_updated_at_idx" ON "payments"("status", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_provider_id_key" ON "refunds"("provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_payment_id_idempotency_key_key" ON "refunds"("payment_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "provider_calls_payment_id_created_at_idx" ON "provider_calls"("payment_id", "created_at");

-- CreateIndex
CREATE INDEX "provider_calls_state_created_at_idx" ON "provider_calls"("state", "created_at");

-- CreateIndex
CREATE INDEX "ledger_entries_payment_id_id_idx" ON "ledger_entries"("payment_id", "id");

-- CreateIndex
CREATE INDEX "ledger_entries_transaction_id_idx" ON "ledger_entries"("transaction_id");

-- CreateIndex
CREATE INDEX "webhook_events_state_received_at_idx" ON "webhook_events"("state", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "customers_provider_id_key" ON "customers"("provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_methods_provider_id_key" ON "payment_methods"("provider_id");

-- CreateIndex
CREATE INDEX "payment_methods_user_id_id_idx" ON "payment_methods"("user_id", "id");

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "provider_calls" ADD CONSTRAINT "provider_calls_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "provider_calls" ADD CONSTRAINT "provider_calls_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- An order has one payment that is not over; what is over may be followed by another.
CREATE UNIQUE INDEX "payments_open_order_id_key" ON "payments"("order_id") WHERE "status" NOT IN ('VOIDED', 'FAILED');

-- A payment is opened, captured and voided by one question each, however often that is asked.
CREATE UNIQUE INDEX "provider_calls_single_key" ON "provider_calls"("payment_id", "kind") WHERE "kind" IN ('OPEN', 'CAPTURE', 'VOID');

-- A refund is one question as well.
CREATE UNIQUE INDEX "provider_calls_refund_key" ON "provider_calls"("refund_id") WHERE "refund_id" IS NOT NULL;

-- The books are written once: corrections are new transactions.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE ON "ledger_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ledger_entries_never_empty" BEFORE TRUNCATE ON "ledger_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- At commit each transaction of the books sums to zero, within one currency.
CREATE FUNCTION "check_ledger_transaction"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum("debit") <> sum("credit") OR count(DISTINCT "currency") <> 1 OR count(DISTINCT "payment_id") <> 1
      FROM "ledger_entries" WHERE "transaction_id" = NEW."transaction_id") THEN
    RAISE EXCEPTION 'transaction % does not sum to zero', NEW."transaction_id" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "ledger_entries_balance" AFTER INSERT ON "ledger_entries"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_ledger_transaction"();
