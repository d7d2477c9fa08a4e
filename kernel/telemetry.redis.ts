import { tracingChannel } from 'node:diagnostics_channel';
import { type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';

type Command = { command: string };

/** Spans of Redis commands, from the diagnostics of ioredis: the name of the command and never an argument. Returns the function that ends it. */
export const traceRedis = (tracer: Tracer): (() => void) => {
  const channel = tracingChannel<unknown, Command>('ioredis:command');
  const open = new WeakMap<object, Span>();
  const subscribers = {
    start: (message: Command): void => {
      if (!trace.getActiveSpan()) return;
      const attributes = { 'db.system.name': 'redis', 'db.operation.name': message.command };
      open.set(message, tracer.startSpan(`redis ${message.command}`, { kind: SpanKind.CLIENT, attributes }));
    },
    end: (): void => undefined,
    asyncStart: (): void => undefined,
    asyncEnd: (message: Command): void => open.get(message)?.end(),
    error: (message: Command): void => void open.get(message)?.setStatus({ code: SpanStatusCode.ERROR }),
  };
  channel.subscribe(subscribers);
  return () => channel.unsubscribe(subscribers);
};
