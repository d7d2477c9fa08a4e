import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PaymentFilter as FilterInput } from '../../../generated/payments/types.ts';
import { isId, type OrderId, readId, type UserId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, type Page, readPage } from '../../../kernel/page.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { syncPayment } from '../providerSync/syncPayment.ts';
import { currentOf, isPayable, type Payment } from './payment.ts';
import type { PaymentFilter } from './ports.ts';

/** A payment whose viewer may see the client secret if `proven`: the viewer presented it, or receives it now. */
export type ProvenPayment = Payment & Readonly<{ proven?: boolean }>;

/** The client secret for the buyer's form: for the buyer only, and only while it can be used. It is never stored. */
export const clientSecret =
  ({ provider }: Pick<Ports, 'provider'>) =>
  async (viewer: Viewer, payment: ProvenPayment): Promise<string | null> => {
    const isBuyer =
      payment.proven === true || (payment.ownerId !== null && payment.ownerId === ownerOf(viewer));
    if (!isBuyer || !payment.providerId || !isPayable(payment.status) || payment.flag) return null;
    return provider.clientSecret(payment.providerId);
  };

/** Whether the presented secret is the payment's. Compares in constant time. */
export const isProvenBy =
  ({ provider }: Pick<Ports, 'provider'>) =>
  async ({ providerId }: Payment, secret: string): Promise<boolean> => {
    if (!providerId || !secret.startsWith(`${providerId}_secret_`)) return false;
    const [own, shown] = [Buffer.from(await provider.clientSecret(providerId)), Buffer.from(secret)];
    return own.length === shown.length && timingSafeEqual(own, shown);
  };

/** The order's payment, synced with the provider now. Throws SERVICE_UNAVAILABLE if the provider does not answer. */
export const paymentStateFor =
  (ports: Ports) =>
  async (orderId: OrderId): Promise<Payment | null> => {
    const [known = []] = await ports.payments.ofOrders([orderId]);
    const payment = currentOf(known);
    return payment && syncPayment(ports)(payment.id);
  };

type PageArgs = Readonly<{ first?: number | null | undefined; after?: string | null | undefined }>;

const LIST = 'payments';
const cursorKey = z
  .string()
  .refine((id) => isId('pay', id))
  .transform((id) => readId('pay', id));

const asConnection = (page: Page<Payment>, args: PageArgs) =>
  connection(page, ({ id }) => encodeCursor(LIST, id), args.after != null);

const filterOf = (ownerId: UserId | null, filter: FilterInput | null | undefined): PaymentFilter => ({
  ownerId,
  statuses: filter?.statuses ?? null,
  from: filter?.createdFrom ?? null,
  to: filter?.createdTo ?? null,
});

/** All payments, or those of one customer. */
export const payments =
  (ports: Pick<Ports, 'payments'>) =>
  async (
    { filter, ...args }: PageArgs & { filter?: FilterInput | null | undefined },
    ownerId: UserId | null = null,
  ) =>
    asConnection(await ports.payments.page(filterOf(ownerId, filter), readPage(LIST, cursorKey, args)), args);

/** A customer's payments, for the customer and for staff. Anyone else gets an empty list. */
export const paymentsOf = (ports: Pick<Ports, 'payments'>) => {
  const list = payments(ports);
  return async (
    viewer: Viewer,
    userId: UserId,
    args: PageArgs & { filter?: FilterInput | null | undefined },
  ) =>
    ownerOf(viewer) === userId || isStaff(viewer)
      ? list(args, userId)
      : asConnection({ rows: [], hasNextPage: false, totalCount: 0 }, args);
};
