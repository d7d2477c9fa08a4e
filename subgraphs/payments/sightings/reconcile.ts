import { CodedError } from '../../../kernel/errors.ts';
import { carryOut } from '../calls/carryOut.ts';
import type { Ports } from '../ports.ts';
import { settle } from './apply.ts';

const STALE_MS = 60_000;

/** Looks after what did not come to rest by itself: a lost event, a lost answer, a job that gave up. */
export const reconcile = (ports: Ports) => async (): Promise<void> => {
  const before = new Date(ports.now().getTime() - STALE_MS);
  const [calls, payments] = await Promise.all([
    ports.calls.unanswered(before),
    ports.payments.stale(before, ports.now()),
  ]);
  const work = [
    ...calls.map((id) => () => carryOut(ports)(id)),
    ...payments.map((id) => () => settle(ports)(id)),
  ];
  for (const one of work) await one().catch((error: unknown) => told(ports, error));
};

/** A provider that is away is no fault of a payment: its failed requests are counted, and each is sent again after a pause. */
const told = ({ alarm }: Ports, error: unknown): void => {
  if (!(error instanceof CodedError && error.code === 'SERVICE_UNAVAILABLE'))
    alarm('NOT_RECONCILED', { reason: String(error) });
};
