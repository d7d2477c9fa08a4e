-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "attach_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "attach_since" TIMESTAMPTZ(3);
