-- CreateTable
CREATE TABLE "erasures" (
    "user_id" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("user_id")
);

-- What happened to an order is never written over, but that a buyer who is forgotten is taken out of it.
CREATE OR REPLACE FUNCTION order_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."actor" = 'CUSTOMER' AND NEW."actor_id" IS NULL
    AND to_jsonb(NEW) - 'actor_id' - 'message' = to_jsonb(OLD) - 'actor_id' - 'message'
    AND EXISTS (SELECT FROM "orders" WHERE "id" = NEW."order_id" AND "owner_id" IS NULL AND "buyer_name" = '') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'events of orders are kept as they are' USING ERRCODE = 'check_violation';
END $$;
