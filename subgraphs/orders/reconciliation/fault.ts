import type { Id, OrderId, PaymentId } from '../../../kernel/ids.ts';

/** Something that does not hold at the moment it was looked at; what is under way may look like it, and is gone at the next look. */
export type Fault = Readonly<{
  kind: string;
  subject: string;
  orderId: OrderId | null;
  paymentId: PaymentId | null;
  detail: string;
}>;

/** A fault that was still there when the grace period was over. */
export type Discrepancy = Fault & Readonly<{ id: Id<'disc'>; foundAt: Date; resolvedAt: Date | null }>;

export const aboutOrder = (kind: string, orderId: OrderId, detail: string): Fault => ({
  kind,
  subject: orderId,
  orderId,
  paymentId: null,
  detail,
});
