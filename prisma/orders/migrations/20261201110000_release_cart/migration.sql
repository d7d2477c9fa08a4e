-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "cart_released" BOOLEAN NOT NULL DEFAULT false;

-- What Prisma's schema cannot say: a cart that was released may become another order.
DROP INDEX "orders_one_per_cart";
CREATE UNIQUE INDEX "orders_one_per_cart" ON "orders"("cart_id") WHERE "status" <> 'CANCELLED' AND NOT "cart_released";
