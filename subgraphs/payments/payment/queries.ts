import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PaymentFilter as FilterInput, RefundStatus } from '../../../generated/payments/types.ts';
import { isId, type OrderId, readId, type UserId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, type Page, readPage } from '../../../kernel/page.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { PaymentFilter, Ports } from '../ports.ts';
import { settle } from '../providerSync/syncPayment.ts';
import { currentOf, isPayable, type Payment } from './payment.ts';

/** A payment whose secret was shown to us, or is about to be handed out: the viewer may see it. */
export type Proven = Payment & Readonly<{ proven?: boolean }>;

/** What the buyer's form needs: for the buyer alone, and only while it is of use. It is kept nowhere. */
export const clientSecret =
  ({ provider }: Pick<Ports, 'provider'>) =>
  async (viewer: Viewer, payment: Proven): Promise<string | null> => {
    const isBuyer =
      payment.proven === true || (payment.ownerId !== null && payment.ownerId === ownerOf(viewer));
    if (!isBuyer || !payment.providerId || !isPayable(payment.status) || payment.flag) return null;
    return provider.clientSecret(payment.providerId);
  };

/** Whether the secret that was shown is the payment's own. */
export const isProvenBy =
  ({ provider }: Pick<Ports, 'provider'>) =>
  async ({ providerId }: Payment, shown: string): Promise<boolean> => {
    if (!providerId || !shown.startsWith(`${providerId}_secret_`)) return false;
    const [own, given] = [Buffer.from(await provider.clientSecret(providerId)), Buffer.from(shown)];
    return own.length === given.length && timingSafeEqual(own, given);
  };

/** How an order's payment stands by the provider's word of now; silence is an outage. */
export const paymentStateFor =
  (ports: Ports) =>
  async (orderId: OrderId): Promise<Payment | null> => {
    const [known = []] = await ports.payments.ofOrders([orderId]);
    const payment = currentOf(known);
    return payment && settle(ports)(payment.id);
  };

type PageArgs = Readonly<{ first?: number | null | undefined; after?: string | null | undefined }>;

const PAYMENTS = 'payments';
const REFUNDS = 'refunds';
const LEDGER = 'ledger';
const key = <Kind extends 'pay' | 'ref' | 'ledger'>(kind: Kind) =>
  z
    .string()
    .refine((id) => isId(kind, id))
    .transform((id) => readId(kind, id));

const listed = <Row extends { id: string }>(list: string, page: Page<Row>, args: PageArgs) =>
  connection(page, ({ id }) => encodeCursor(list, id), args.after != null);

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
    listed(
      PAYMENTS,
      await ports.payments.page(filterOf(ownerId, filter), readPage(PAYMENTS, key('pay'), args)),
      args,
    );

/** A customer's payments are the customer's own; staff sees them too. Anybody else sees none. */
export const paymentsOf = (ports: Pick<Ports, 'payments'>) => {
  const list = payments(ports);
  return async (
    viewer: Viewer,
    userId: UserId,
    args: PageArgs & { filter?: FilterInput | null | undefined },
  ) =>
    ownerOf(viewer) === userId || isStaff(viewer)
      ? list(args, userId)
      : listed(PAYMENTS, { rows: [], hasNextPage: false, totalCount: 0 }, args);
};

export const refunds =
  (ports: Pick<Ports, 'refunds'>) =>
  async ({ statuses, ...args }: PageArgs & { statuses?: readonly RefundStatus[] | null | undefined }) =>
    listed(REFUNDS, await ports.refunds.page(statuses ?? null, readPage(REFUNDS, key('ref'), args)), args);

export const ledger =
  (ports: Pick<Ports, 'ledger'>) =>
  async ({ paymentId, ...args }: PageArgs & { paymentId?: string | null | undefined }) => {
    const id = paymentId == null ? null : readId('pay', paymentId);
    return listed(LEDGER, await ports.ledger.page(id, readPage(LEDGER, key('ledger'), args)), args);
  };
