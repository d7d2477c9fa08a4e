import { z } from 'zod';
import { DISPUTE_STATUSES, disputeMove, disputeOpen } from '../api/disputes.ts';
import { refundEnd } from '../api/refunds.ts';
import type { Store } from '../journal/store.journal.ts';
import type { Unit } from '../journal/unit.ts';
import { Refused } from '../objects/refused.ts';
import type { Dispatcher } from '../webhooks/dispatcher.http.ts';
import { settingsInput } from '../webhooks/settings.ts';
import { type SettlementSwitch, settlementInput } from './settlement.ts';
import type { Switchboard } from './switchboard.ts';
import { switchInput } from './switches.ts';

export type ControlDeps = Readonly<{
  store: Store;
  switchboard: Switchboard;
  settlement: SettlementSwitch;
  dispatcher: Dispatcher;
  unit(): Unit;
}>;
type Request = Readonly<{ method: string; path: string; isJson: boolean; text: string }>;
type Answer = Readonly<{ status: number; body: object }>;

const resendInput = z.strictObject({ times: z.int().min(1).max(1000).default(1) });
const disputeInput = z.strictObject({ charge: z.string(), inquiry: z.boolean().default(false) });
const disputeMoveInput = z.strictObject({ status: z.enum(DISPUTE_STATUSES) });
const refundInput = z.strictObject({
  status: z.enum(['succeeded', 'failed', 'canceled']),
  failure_reason: z.string().optional(),
});

/** The switches, for tests. JSON alone, so that no page of another site can turn them. */
export const control = async (deps: ControlDeps, request: Request): Promise<Answer> => {
  const { method, path, isJson, text } = request;
  if (method === 'POST' && !isJson) return { status: 415, body: { error: 'Send application/json.' } };
  try {
    return await act(deps, `${method} ${path}`, method === 'POST' ? JSON.parse(text || '{}') : {});
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'The body is not JSON.' } };
    if (error instanceof Refused) return { status: error.status, body: { error: error.message } };
    throw error;
  }
};

const act = async (
  { store, switchboard, settlement, dispatcher, unit }: ControlDeps,
  call: string,
  input: unknown,
): Promise<Answer> => {
  const [, eventId = ''] = /^POST \/sandbox\/events\/(\w+)\/resend$/.exec(call) ?? [];
  const [, switchId = ''] = /^DELETE \/sandbox\/switches\/(\w+)$/.exec(call) ?? [];
  if (eventId) return resend(dispatcher, store, eventId, resendInput.parse(input).times);
  const [, disputeId = ''] = /^POST \/sandbox\/disputes\/(\w+)$/.exec(call) ?? [];
  const [, refundId = ''] = /^POST \/sandbox\/refunds\/(\w+)$/.exec(call) ?? [];
  if (disputeId)
    return write(store, unit(), (work) => disputeMove(work, disputeId, disputeMoveInput.parse(input).status));
  if (refundId)
    return store.world.refund.has(refundId)
      ? write(store, unit(), (work) => endRefund(work, refundId, input))
      : missing;
  if (switchId) return switchboard.remove(switchId) ? ok({ removed: switchId }) : missing;
  switch (call) {
    case 'GET /sandbox/switches':
      return ok({ switches: switchboard.list() });
    case 'POST /sandbox/switches':
      return ok(switchboard.add(switchInput.parse(input)));
    case 'DELETE /sandbox/switches':
      switchboard.clear();
      return ok({ switches: [] });
    case 'GET /sandbox/webhooks':
      return ok({ ...dispatcher.settings(), deliveries: [...store.world.delivery.values()] });
    case 'POST /sandbox/webhooks':
      return ok(dispatcher.change(settingsInput.parse(input)));
    case 'DELETE /sandbox/webhooks':
      return ok(dispatcher.reset());
    case 'POST /sandbox/settlement':
      return ok({ settlement: settlement.change(settlementInput.parse(input)) });
    case 'DELETE /sandbox/settlement':
      return ok({ settlement: settlement.change(null) });
    case 'POST /sandbox/disputes':
      return write(store, unit(), (work) => openDispute(work, disputeInput.parse(input)));
    default:
      return missing;
  }
};

const resend = async (
  dispatcher: Dispatcher,
  store: Store,
  eventId: string,
  times: number,
): Promise<Answer> =>
  store.world.event.has(eventId)
    ? ok({ event: eventId, answers: await dispatcher.resend(eventId, times) })
    : missing;

const openDispute = (unit: Unit, { charge, inquiry }: z.output<typeof disputeInput>): object =>
  disputeOpen(unit, charge, inquiry);

const endRefund = (unit: Unit, id: string, input: unknown): object => {
  const { status, failure_reason } = refundInput.parse(input);
  refundEnd(unit, id, status, failure_reason);
  return unit.find('refund', id) ?? {};
};

/** What happens at the bank: in the journal before it is answered. */
const write = async (store: Store, unit: Unit, change: (unit: Unit) => object): Promise<Answer> => {
  const result = change(unit);
  store.commit(unit.changes());
  await store.durable();
  return ok(result);
};

const ok = (body: object): Answer => ({ status: 200, body });
const missing: Answer = {
  status: 404,
  body: { error: 'There is no such switch, event or call. See the README of the sandbox.' },
};
