-- CreateTable
CREATE TABLE "promotion_code_attempts" (
    "subject" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "codes" TEXT[],
    "judged" TEXT[],

    CONSTRAINT "promotion_code_attempts_pkey" PRIMARY KEY ("subject")
);

-- CreateIndex
CREATE INDEX "promotion_code_attempts_since_idx" ON "promotion_code_attempts"("since");
