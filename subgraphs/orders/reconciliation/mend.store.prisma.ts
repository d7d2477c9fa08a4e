import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { invoiceJob } from '../invoices/invoiceJob.ts';
import { OPEN_REFUNDS } from '../refunds/refundJobs.ts';

/** Work whose job is lost: asked for again under a key, so that it is there once however often this runs. */
export const requeueLostJobs = async (db: PrismaClient): Promise<void> => {
  const refunds = await db.$queryRaw<{ id: string }[]>`
    select distinct order_id as id from refunds
    where status = 'PENDING' and payment_refund_id is null and created_at < now() - interval '2 minutes' limit 100`;
  for (const { id } of refunds) await addJob(db, OPEN_REFUNDS, { orderId: id }, { key: `openRefunds:${id}` });
  const invoices = await db.$queryRaw<{ id: string }[]>`
    select o.id from orders o left join invoices i on i.order_id = o.id
    where o.placed_at < now() - interval '2 minutes' and i.file_key is null limit 100`;
  for (const { id } of invoices) {
    const { task, payload, key } = invoiceJob(readId('ord', id));
    await addJob(db, task, payload, key ? { key } : {});
  }
  await db.$executeRaw`select graphile_worker.complete_jobs(array(
    select id from graphile_worker.jobs where max_attempts = 1 and attempts >= 1 and locked_at is null and run_at < now() - interval '1 hour'))`;
};
