import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError, unavailable } from '../../../kernel/errors.ts';
import { failpoint } from '../../../kernel/failpoint.ts';
import { type Route, readBody, sendJson } from '../../../kernel/http.ts';
import { isOutage } from '../../../kernel/outage.ts';
import type { Ports } from '../ports.ts';
import { judge, type ProviderEvent } from './event.ts';

const MAX_BODY = 512_000;

export type Verify = (body: Buffer, signature: string, now: number) => Promise<ProviderEvent | null>;
type Needs = Pick<Ports, 'events' | 'now' | 'alarm'> & Readonly<{ verify: Verify; live: boolean }>;

/** Where the provider sends its events: 200 means that one is stored, nothing else does. */
export const webhook = (needs: Needs): Route => ({
  method: 'POST',
  path: /^\/webhooks\/stripe$/,
  handle: (request, response) => take(needs, request, response),
});

const take = async ({ events, now, alarm, verify, live }: Needs, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const signature = request.headers['stripe-signature'];
  if (typeof signature !== 'string') throw new CodedError('BAD_REQUEST', 'This is for signed events alone.');
  const body = await readBody(request, MAX_BODY);
  const event = await verify(body, signature, now().getTime());
  if (!event) throw new CodedError('BAD_REQUEST', 'The signature is not of this event and this time.');
  const intake = judge(event, live);
  await failpoint('payments.event.beforeStored');
  await events.take(intake).catch((error: unknown) => {
    throw isOutage(error) ? unavailable('payments', error) : error;
  });
  await failpoint('payments.event.afterStored');
  if (intake.state === 'QUARANTINED') alarm(intake.reason ?? intake.state, { eventId: event.id });
  sendJson(response, 200, { received: true });
};
