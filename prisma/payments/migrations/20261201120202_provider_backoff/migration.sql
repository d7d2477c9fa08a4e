-- AlterTable
ALTER TABLE "provider_calls" ADD COLUMN     "next_at" TIMESTAMPTZ(3),
ADD COLUMN     "tries" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "provider_looks" (
    "payment_id" TEXT NOT NULL,
    "turn" INTEGER NOT NULL DEFAULT 1,
    "applied_turn" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_looks_pkey" PRIMARY KEY ("payment_id")
);

-- AddForeignKey
ALTER TABLE "provider_looks" ADD CONSTRAINT "provider_looks_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
