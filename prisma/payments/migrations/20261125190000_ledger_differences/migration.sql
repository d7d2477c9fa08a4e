-- CreateTable
CREATE TABLE "ledger_differences" (
    "payment_id" TEXT NOT NULL,
    "ours" BIGINT NOT NULL,
    "theirs" BIGINT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_differences_pkey" PRIMARY KEY ("payment_id")
);

-- AddForeignKey
ALTER TABLE "ledger_differences" ADD CONSTRAINT "ledger_differences_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
