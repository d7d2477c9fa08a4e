import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError, unavailable } from '../../../kernel/errors.ts';
import { failpoint } from '../../../kernel/failpoint.ts';
import { type Route, readBody, sendJson } from '../../../kernel/http.ts';
import { isOutage } from '../../../kernel/outage.ts';
import { countWebhookEvent, type WebhookOutcome } from '../metrics.ts';
import type { Ports } from '../ports.ts';
import { classifyEvent, type Intake, type ProviderEvent } from './event.ts';

const MAX_BODY = 512_000;

export type VerifyEvent = (
  body: Buffer,
  signature: string,
  now: number,
) => Promise<Readonly<{ kind: 'event'; event: ProviderEvent } | { kind: 'unsigned' | 'malformed' }>>;
type Needs = Pick<Ports, 'events' | 'now' | 'alarm'> & Readonly<{ verify: VerifyEvent; live: boolean }>;

/**
 * Where the provider sends its events. Answers 200 if the event is stored, 400 if it is not signed by the provider or not an event,
 * and 503 if it cannot be stored now; then the provider sends it again.
 */
export const webhook = (needs: Needs): Route => ({
  method: 'POST',
  path: /^\/webhooks\/stripe$/,
  handle: (request, response) => receive(needs, request, response),
});

const receive = async (
  { events, now, alarm, verify, live }: Needs,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const signature = request.headers['stripe-signature'];
  if (typeof signature !== 'string') throw refused('unsigned');
  const read = await verify(await readBody(request, MAX_BODY), signature, now().getTime());
  if (read.kind !== 'event') throw refused(read.kind);
  const intake = classifyEvent(read.event, live);
  await failpoint('payments.event.beforeStored');
  await events.store(intake).catch((error: unknown) => {
    throw isOutage(error) ? unavailable('payments', error) : error;
  });
  await failpoint('payments.event.afterStored');
  countWebhookEvent(OUTCOMES[intake.state]);
  if (intake.state === 'QUARANTINED') alarm(intake.reason ?? intake.state, { eventId: read.event.id });
  sendJson(response, 200, { received: true });
};

const MESSAGES = {
  unsigned:
    'The header stripe-signature must hold a signature of this body, made within the last five minutes.',
  malformed:
    'The body is signed, but it is not an event: expected a JSON object with id, type, created and livemode.',
} as const;

const refused = (outcome: keyof typeof MESSAGES): CodedError => {
  countWebhookEvent(outcome);
  return new CodedError('BAD_REQUEST', MESSAGES[outcome]);
};

const OUTCOMES: Readonly<Record<Intake['state'], WebhookOutcome>> = {
  RECEIVED: 'received',
  APPLIED: 'received',
  IGNORED: 'ignored',
  QUARANTINED: 'quarantined',
};
