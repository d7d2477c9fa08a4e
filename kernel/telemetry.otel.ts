import {
  type Attributes,
  type Context,
  context,
  type DiagLogger,
  DiagLogLevel,
  diag,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { Log } from './log.ts';
import { traceRedis } from './telemetry.redis.ts';
import type { SpanKind as Kind, TracePlace, Tracer } from './trace.ts';

const KINDS: Readonly<Record<Kind, SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

const OWN = 'plexus';

/** The tracer of a process. The SDK reads its own variables: where to, how often, which share (OTEL_TRACES_SAMPLER), under which name. */
export const openTelemetry = (name: string, log: Log): Tracer => {
  diag.setLogger(quiet(log), DiagLogLevel.WARN);
  const provider = providerOf(name);
  provider.register();
  const tracer = provider.getTracer(OWN);
  const forgetRedis = traceRedis(tracer);

  const run = <T>(span: string, options: SpanOptions, parent: Context, work: () => Promise<T>): Promise<T> =>
    tracer.startActiveSpan(span, options, parent, async (open) => {
      try {
        return await work();
      } catch (error) {
        open.setStatus({ code: SpanStatusCode.ERROR }).setAttributes(kindOf(error));
        throw error;
      } finally {
        open.end();
      }
    });
  return {
    span: ({ name: span, kind, marks = {}, from }, work) =>
      run(span, { kind: KINDS[kind], attributes: marks }, from ? parentOf(from) : context.active(), work),
    mark: (marks) => {
      const open = trace.getActiveSpan()?.setAttributes(marks);
      if (marks['error.type']) open?.setStatus({ code: SpanStatusCode.ERROR });
    },
    place,
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
    stop: () => {
      forgetRedis();
      trace.disable();
      context.disable();
      propagation.disable();
      return provider.shutdown();
    },
  };
};

/** Where in a trace the running work is, for whom it asks. */
const place = (): TracePlace => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const { traceparent, tracestate } = carrier;
  return { ...(traceparent ? { traceparent } : {}), ...(tracestate ? { tracestate } : {}) };
};

/** Sends in batches; what `OTEL_RESOURCE_ATTRIBUTES` says of the process wins. */
const providerOf = (name: string): NodeTracerProvider => {
  const own = resourceFromAttributes({ 'service.name': name, 'service.namespace': 'plexus' });
  const resource = defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }));
  return new NodeTracerProvider({
    resource,
    spanProcessors: [ownAlone(new BatchSpanProcessor(new OTLPTraceExporter()))],
  });
};

/** Spans that libraries make by themselves have names of clients' choosing in them: they stay here. */
const ownAlone = (processor: SpanProcessor): SpanProcessor => ({
  onStart: (span, parent) => processor.onStart(span, parent),
  onEnd: (span) => (span.instrumentationScope.name === OWN ? processor.onEnd(span) : undefined),
  forceFlush: () => processor.forceFlush(),
  shutdown: () => processor.shutdown(),
});

/** What the standard does not allow is as if nothing had been sent: a new trace begins. */
const parentOf = (from: TracePlace): Context => propagation.extract(ROOT_CONTEXT, from);

/** Messages hold values: a span says of an error what kind it is. */
const kindOf = (error: unknown): Attributes => {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { 'error.type': code ?? (error instanceof Error ? error.name : 'unknown') };
};

/** What the SDK says of itself, as that the collector does not answer. */
const quiet = (log: Log): DiagLogger => {
  const warn = (message: string): void =>
    log.warn({ reason: message.slice(0, 200) }, 'traces do not leave as they should');
  const nothing = (): void => undefined;
  return { error: warn, warn, info: nothing, debug: nothing, verbose: nothing };
};
