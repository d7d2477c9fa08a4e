-- CreateTable
CREATE TABLE "removals" (
    "user_id" TEXT NOT NULL,
    "waiting" TEXT[],
    "letter" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "removals_pkey" PRIMARY KEY ("user_id")
);
