import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SentSpan = Readonly<{
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  status?: { code?: number };
}>;
type Sent = { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] };
export type Collector = Readonly<{
  /** Where traces are sent. */
  url: string;
  /** All spans since the last call, and the text in which they arrived. */
  take(): Readonly<{ spans: readonly SentSpan[]; text: string }>;
  stop(): Promise<unknown>;
}>;

/** Receives traces as an OpenTelemetry collector does, as JSON over HTTP. */
export const collector = async (): Promise<Collector> => {
  let bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString('utf8'));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const take: Collector['take'] = () => {
    const taken = bodies;
    bodies = [];
    const spans = taken.flatMap((body) =>
      (JSON.parse(body) as Sent).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap((scope) => scope.spans),
      ),
    );
    return { spans, text: taken.join('\n') };
  };
  const stop = (): Promise<unknown> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, take, stop };
};

/** The only span with a name. */
export const named = (spans: readonly SentSpan[], name: string): SentSpan => {
  const [span, ...more] = spans.filter((one) => one.name === name);
  if (!span || more.length > 0)
    throw new Error(
      `${more.length + (span ? 1 : 0)} spans are named ${name}, of ${spans.map((one) => one.name)}`,
    );
  return span;
};
