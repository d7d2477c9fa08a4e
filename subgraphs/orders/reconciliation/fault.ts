import type { Id, OrderId, PaymentId } from '../../../kernel/ids.ts';

/** Something that does not hold at the moment it was looked at; what is under way may look like it, and is gone at the next look. */
export type Finding = Readonly<{
  kind: string;
  subject: string;
  orderId: OrderId | null;
  paymentId: PaymentId | null;
  detail: string;
}>;

/** A fault that was still there when the grace period was over. */
export type Discrepancy = Finding & Readonly<{ id: Id<'disc'>; foundAt: Date; resolvedAt: Date | null }>;

export const aboutOrder = (kind: string, orderId: OrderId, detail: string): Finding => ({
  kind,
  subject: orderId,
  orderId,
  paymentId: null,
  detail,
});
