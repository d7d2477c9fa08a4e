-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "dispute_due_by" TIMESTAMPTZ(3),
ADD COLUMN     "dispute_stage" TEXT;

-- What Prisma's schema cannot say.
ALTER TABLE "payments" ADD CONSTRAINT "payments_dispute_stage_check" CHECK ("dispute_stage" IN ('INQUIRY', 'OPEN'));
