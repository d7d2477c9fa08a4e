-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "settlement_fees" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "unread_amounts" TEXT[] DEFAULT ARRAY[]::TEXT[];
