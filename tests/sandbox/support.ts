import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.http.ts';

export const SECRET = 'whsec_test_of_the_sandbox';

/** A sandbox of the test's own, and the official SDK on it. */
export const aSandbox = async (options: Partial<SandboxOptions> = {}) => {
  const dataDir = options.dataDir ?? (await aFolder());
  const sandbox = await startSandbox({
    webhookSecret: SECRET,
    retryMs: [30, 60, 120, 240],
    laterMs: 20,
    ...options,
    dataDir,
  });
  onTestFinished(sandbox.close);
  return { dataDir, ...sandbox, stripe: sdk(sandbox), control: controlOf(sandbox) };
};

export const aFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'plexus-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export const sdk = ({ url }: Pick<Sandbox, 'url'>, key = 'sk_test_x'): Stripe => {
  const { hostname, port } = new URL(url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
};

const controlOf =
  ({ url }: Sandbox) =>
  async (method: 'GET' | 'POST' | 'DELETE', path: string, body: object = {}): Promise<unknown> => {
    const sent =
      method === 'POST'
        ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {};
    const response = await fetch(`${url}/sandbox${path}`, { method, ...sent });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };

/** An endpoint for webhooks that verifies them with the SDK; it refuses as many as it is told. */
export const anEndpoint = async ({ refuse = 0 } = {}) => {
  const received: Stripe.Event[] = [];
  let refusals = refuse;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const event = sdkAlone.webhooks.constructEvent(
      Buffer.concat(chunks),
      String(request.headers['stripe-signature']),
      SECRET,
    );
    if (refusals > 0) refusals -= 1;
    else received.push(event);
    response.writeHead(refusals >= 0 && received.at(-1) !== event ? 500 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    types: () => received.map(({ type }) => type),
  };
};

const sdkAlone = new Stripe('sk_test_x');

/** Waits for a condition, not for luck. */
export const until = async <T>(
  what: string,
  read: () => T | Promise<T>,
  deadline = Date.now() + 20_000,
): Promise<NonNullable<T>> => {
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

export const refusal = async (call: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error(`the call was not refused: ${outcome}`);
};
