import { z } from 'zod';
import { disputeOpen } from '../api/disputes.ts';
import type { Store } from '../journal/store.journal.ts';
import type { Unit } from '../journal/unit.ts';
import { Refused } from '../objects/refused.ts';
import type { Dispatcher } from '../webhooks/dispatcher.http.ts';
import { settingsInput } from '../webhooks/settings.ts';
import type { Switchboard } from './switchboard.ts';
import { switchInput } from './switches.ts';

export type ControlDeps = Readonly<{ store: Store; switchboard: Switchboard; dispatcher: Dispatcher; unit(): Unit }>;
type Request = Readonly<{ method: string; path: string; isJson: boolean; text: string }>;
type Answer = Readonly<{ status: number; body: object }>;

const resendInput = z.strictObject({ times: z.int().min(1).max(1000).default(1) });
const disputeInput = z.strictObject({ charge: z.string() });

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

const act = async ({ store, switchboard, dispatcher, unit }: ControlDeps, call: string, input: unknown): Promise<Answer> => {
  const [, eventId = ''] = /^POST \/sandbox\/events\/(\w+)\/resend$/.exec(call) ?? [];
  const [, switchId = ''] = /^DELETE \/sandbox\/switches\/(\w+)$/.exec(call) ?? [];
  if (eventId) return resend(dispatcher, store, eventId, resendInput.parse(input).times);
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
    case 'POST /sandbox/disputes':
      return openDispute(store, unit(), disputeInput.parse(input).charge);
    default:
      return missing;
  }
};

const resend = async (dispatcher: Dispatcher, store: Store, eventId: string, times: number): Promise<Answer> =>
  store.world.event.has(eventId) ? ok({ event: eventId, answers: await dispatcher.resend(eventId, times) }) : missing;

const openDispute = async (store: Store, unit: Unit, charge: string): Promise<Answer> => {
  const dispute = disputeOpen(unit, charge);
  store.commit(unit.changes());
  await store.durable();
  return ok(dispute);
};

const ok = (body: object): Answer => ({ status: 200, body });
const missing: Answer = { status: 404, body: { error: 'There is no such switch, event or call. See the README of the sandbox.' } };
